using Xunit;

namespace PipelineKit.Oci.Tests.Registries;

public sealed class RegistryMirrorsTests
{
    [Theory]
    [InlineData("docker.io=127.0.0.1:5000", "nginx:1", "127.0.0.1:5000", "library/nginx")]
    [InlineData("index.docker.io=127.0.0.1:5000", "nginx", "127.0.0.1:5000", "library/nginx")]
    [InlineData("docker.io=127.0.0.1:5000", "ghcr.io/a/b", "ghcr.io", "a/b")]
    [InlineData("docker.io = mirror.example/hub", "a/b", "mirror.example", "hub/a/b")]
    [InlineData("docker.io=mirror.example/hub/", "a/b", "mirror.example", "hub/a/b")]
    [InlineData("docker.io=mirror", "a/b", "mirror", "a/b")]
    [InlineData("*=[::1]:5000/x/y", "quay.io/a/b", "[::1]:5000", "x/y/a/b")]
    [InlineData("*=127.0.0.1:5000", "quay.io/a/b", "127.0.0.1:5000", "a/b")]
    [InlineData("*=127.0.0.1:5000/{registry}", "nginx", "127.0.0.1:5000", "docker.io/library/nginx")]
    [InlineData("*=cache.example/of/{registry}/now", "localhost:5000/a", "cache.example", "of/localhost-5000/now/a")]
    [InlineData("*=cache.example/{registry}", "[::1]:5000/a", "cache.example", "1--5000/a")]
    [InlineData("*=cache.example/{registry}", "HOST/a", "cache.example", "host/a")]
    [InlineData("ghcr.io=docker.io", "ghcr.io/a/b", "docker.io", "a/b")]
    public void A_reference_is_asked_for_at_the_mirror_and_keeps_its_spelling(string line, string text, string registry, string repository)
    {
        var place = Parse(line).Map(ImageReference.Parse(text));

        Assert.Equal((registry, repository, text), (place.Reference.Registry, place.Reference.Repository, place.Reference.Text));
        Assert.Null(place.LayoutPath);
        Assert.True(ImageReference.TryParse(place.Reference.Canonical, out _, out _) || registry == "mirror");
    }

    [Fact]
    public void A_line_for_a_host_wins_over_the_line_for_all()
    {
        var mirrors = Parse("# where the images are", "", "*=all.example", "quay.io=one.example:8080/q");

        Assert.Equal("one.example:8080/q/a/b:1", mirrors.Map(ImageReference.Parse("quay.io/a/b:1")).Reference.Canonical);
        Assert.Equal("all.example/a/b:1", mirrors.Map(ImageReference.Parse("ghcr.io/a/b:1")).Reference.Canonical);
    }

    [Theory]
    [InlineData("*=oci:images", "images")]
    [InlineData("docker.io=oci:/srv/images", "/srv/images")]
    public void A_mirror_may_be_a_layout(string line, string path)
    {
        var place = Parse(line).Map(ImageReference.Parse("nginx:1"));

        Assert.Equal((path, "docker.io/library/nginx:1"), (place.LayoutPath, place.Reference.Canonical));
    }

    [Fact]
    public void Without_mirrors_every_registry_is_asked_itself()
    {
        var reference = ImageReference.Parse("nginx");

        Assert.Same(reference, RegistryMirrors.None.Map(reference).Reference);
    }

    [Fact]
    public void All_problems_are_told_at_once_each_with_its_line()
    {
        string[] bad =
        [
            "docker.io", "=x.example", "docker.io=", "a b=x.example", "docker.io=x.example:port", "quay.io=https://x.example", "quay.io=x.example/A",
            "quay.io=x.example/a//b", "quay.io=x.example/{host}", "quay.io=x.example/", "quay.io=oci:", "quay.io=oci:images:tag", "quay.io=user@x.example", "*.io=x.example",
        ];

        Assert.False(RegistryMirrors.TryParse(["ghcr.io=x.example", .. bad, "ghcr.io=y.example"], out _, out var problems));

        Assert.Equal([.. bad, "ghcr.io=y.example"], problems.Select(p => p.Split('`')[1]), StringComparer.Ordinal);
        Assert.Contains("already", problems[^1], StringComparison.Ordinal);
    }

    private static RegistryMirrors Parse(params string[] lines)
    {
        Assert.True(RegistryMirrors.TryParse(lines, out var mirrors, out var problems), string.Join('\n', problems));
        return mirrors;
    }
}
