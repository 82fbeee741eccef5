using Xunit;

namespace PipelineKit.Oci.Tests.Layouts;

public sealed class OciLayoutReferenceTests
{
    [Theory]
    [InlineData("oci:images", "images", null)]
    [InlineData("oci:/srv/images", "/srv/images", null)]
    [InlineData("oci:./a b:1.27", "./a b", "1.27")]
    [InlineData("oci:images:docker.io/library/nginx:1.27", "images", "docker.io/library/nginx:1.27")]
    [InlineData("oci:images:localhost:5000/a:1", "images", "localhost:5000/a:1")]
    [InlineData(@"oci:C:\images:1", @"C:\images", "1")]
    [InlineData("oci:c:/images", "c:/images", null)]
    [InlineData("oci:a:b", "a", "b")]
    public void A_layout_reference_is_a_path_and_perhaps_a_name(string text, string path, string? name)
    {
        Assert.True(OciLayoutReference.TryParse(text, out var reference, out _));
        Assert.Equal((path, name, text), (reference.Path, reference.Name, reference.ToString()));
    }

    [Theory]
    [InlineData("images")]
    [InlineData("OCI:images")]
    [InlineData("oci:")]
    [InlineData("oci::1")]
    [InlineData("oci:images:")]
    [InlineData("oci:a\0b")]
    [InlineData("oci:a\nb")]
    public void What_is_none_is_refused(string text)
    {
        Assert.False(OciLayoutReference.TryParse(text, out var reference, out var problem));
        Assert.Null(reference);
        Assert.NotEmpty(problem);
    }
}
