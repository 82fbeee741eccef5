using Xunit;

namespace PipelineKit.Oci.Tests;

public sealed class ReferenceTests
{
    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", null)]
    [InlineData("nginx:1.27", "docker.io", "library/nginx", "1.27")]
    [InlineData("docker.io/nginx", "docker.io", "library/nginx", null)]
    [InlineData("index.docker.io/a/b:c", "docker.io", "a/b", "c")]
    [InlineData("localhost/x", "localhost", "x", null)]
    [InlineData("localhost:5000/x:5000", "localhost:5000", "x", "5000")]
    [InlineData("[::1]:5000/a/b:v1", "[::1]:5000", "a/b", "v1")]
    [InlineData("ghcr.io/a/b__c/d-e.f:_x", "ghcr.io", "a/b__c/d-e.f", "_x")]
    public void A_reference_is_normalised_for_asking_and_kept_for_writing(string text, string registry, string repository, string? tag)
    {
        var reference = ImageReference.Parse(text);

        Assert.Equal((registry, repository, tag, text), (reference.Registry, reference.Repository, reference.Tag, reference.Text));
    }
}
