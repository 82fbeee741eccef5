using PipelineKit.Images;
using Xunit;

namespace PipelineKit.Tests.Images;

public sealed class ImageLocationTests
{
    private const string Digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("ghcr.io/acme/shop@" + Digest)]
    [InlineData("ghcr.io/acme/shop:1.4@" + Digest)]
    [InlineData("docker:5000/shop@" + Digest)]
    public void An_image_of_a_registry_is_named_by_digest(string text)
    {
        Assert.True(ImageLocation.TryParse(text, mayResolve: false, out var location, out _));
        Assert.Equal((text, true, true), (location.Reference?.Text, location.EngineName is null, location.Layout is null));
    }

    [Fact]
    public void A_tag_of_a_registry_is_taken_only_where_it_may_be_looked_up()
    {
        Assert.Null(ImageOpener.Problem("ghcr.io/acme/shop:1.4", mayResolve: true));
        Assert.Contains("has no digest", ImageOpener.Problem("ghcr.io/acme/shop:1.4", mayResolve: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oci:build/image", "build/image", null)]
    [InlineData("oci:build/image:1.4", "build/image", "1.4")]
    [InlineData("oci:build/image:ghcr.io/acme/shop:1.4", "build/image", "ghcr.io/acme/shop:1.4")]
    public void A_layout_is_a_folder_with_or_without_a_name(string text, string path, string? name)
    {
        Assert.True(ImageLocation.TryParse(text, mayResolve: false, out var location, out _));
        Assert.Equal((path, name), (location.Layout?.Path, location.Layout?.Name));
    }

    [Theory]
    [InlineData("docker:shop", "shop")]
    [InlineData("docker:ghcr.io/acme/shop:1.4", "ghcr.io/acme/shop:1.4")]
    [InlineData("docker:shop@" + Digest, "shop@" + Digest)]
    [InlineData("docker:" + Digest, Digest)]
    public void An_image_of_the_engine_may_have_a_tag_or_an_identifier(string text, string name)
    {
        Assert.True(ImageLocation.TryParse(text, mayResolve: false, out var location, out _));
        Assert.Equal(name, location.EngineName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("oci:")]
    [InlineData("oci:x:")]
    [InlineData("docker:")]
    [InlineData("docker:Shop")]
    [InlineData("docker:../../containers/json")]
    [InlineData("docker:a?b=c")]
    [InlineData("https://ghcr.io/acme/shop")]
    [InlineData("-shop@" + Digest)]
    public void Anything_else_is_refused_with_the_reason(string text) => Assert.NotEmpty(ImageOpener.Problem(text, mayResolve: true) ?? "");
}
