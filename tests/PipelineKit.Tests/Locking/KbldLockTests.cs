using System.Text;
using PipelineKit.Failures;
using PipelineKit.Locking;
using Xunit;

namespace PipelineKit.Tests.Locking;

public sealed class KbldLockTests
{
    private const string Hex = "f7988fb6c02e0ce69257d9bd9cf37ae20a60f1df7563c3a2a6abe24160306b8d";

    private const string Config = $"""
        apiVersion: kbld.k14s.io/v1alpha1
        kind: Config
        minimumRequiredVersion: 0.31.0
        overrides:
        - image: nginx:1.14.2
          newImage: index.docker.io/library/nginx@sha256:{Hex}
          preresolved: true
        - image: not-resolved
          newImage: docker.io/user/app
        searchRules:
        - keyMatcher:
            name: sidecarImage
        """;

    private const string ImagesLockText = $"""
        ---
        apiVersion: imgpkg.carvel.dev/v1alpha1
        images:
        - annotations:
            kbld.carvel.dev/id: nginx:1.14.2
            kbld.carvel.dev/origins: |
              - resolved:
                  tag: 1.14.2
                  url: nginx:1.14.2
          image: index.docker.io/library/nginx@sha256:{Hex}
        - image: ghcr.io/a/b@sha256:{Hex}
        kind: ImagesLock
        """;

    private static IReadOnlyList<KbldImage> Parse(string text) => KbldLock.Parse(Encoding.UTF8.GetBytes(text), "kbld.lock.yml");

    [Fact]
    public void A_config_gives_its_resolved_overrides()
    {
        var image = Assert.Single(Parse(Config));

        Assert.Equal(("nginx:1.14.2", $"index.docker.io/library/nginx@sha256:{Hex}"), (image.Reference.Text, image.Pinned.Text));
    }

    [Fact]
    public void An_images_lock_gives_the_original_names_where_it_has_them()
    {
        var images = Parse(ImagesLockText);

        Assert.Equal("docker.io/library/nginx:1.14.2", images[0].Reference.Canonical);
        Assert.Equal(("sha256:" + Hex, $"ghcr.io/a/b@sha256:{Hex}"), (images[0].Pinned.Digest.Text, images[1].Reference.Text));
    }

    [Theory]
    [InlineData(KbldFormat.Config)]
    [InlineData(KbldFormat.ImagesLock)]
    public void What_is_exported_is_imported(KbldFormat format)
    {
        var content = new ImageLock([LockSamples.Image("docker.io/library/nginx:1.27", 1), LockSamples.Image("[::1]:5000/a/b:1.0", 2), LockSamples.Image("ghcr.io/x/y", 3)], []);

        var images = KbldLock.Parse(KbldLock.Write(content, format), "x");

        Assert.Equal(
            content.Images.OrderBy(i => i.Image, StringComparer.Ordinal).Select(i => (i.Image, i.Digest)),
            images.Select(i => (i.Reference.Canonical, i.Pinned.Digest)));
    }

    [Fact]
    public void The_exported_images_lock_has_the_documented_shape() =>
        Assert.Equal(
            $"""
            apiVersion: imgpkg.carvel.dev/v1alpha1
            kind: ImagesLock
            images:
            - annotations:
                kbld.carvel.dev/id: docker.io/library/nginx:1.27
                kbld.carvel.dev/origins: |
                  - resolved:
                      tag: "1.27"
                      url: docker.io/library/nginx:1.27
              image: docker.io/library/nginx@{LockSamples.DigestOf(1)}

            """,
            Encoding.UTF8.GetString(KbldLock.Write(new ImageLock([LockSamples.Image("docker.io/library/nginx:1.27", 1)], []), KbldFormat.ImagesLock)));

    [Theory]
    [InlineData("kind: Config", "kind: Other", "is not a kbld lock")]
    [InlineData("apiVersion: kbld", "apiVersion: kuld", "is not a kbld lock")]
    [InlineData("@sha256:", ":", "has no digest")]
    [InlineData("image: nginx:1.14.2", "image: NGINX", "is not an image reference")]
    [InlineData("kind: Config", "", "`kind` is missing here")]
    [InlineData("preresolved: true", "preresolved: maybe", "expected true or false")]
    public void A_damaged_lock_is_refused_with_the_place(string good, string bad, string what)
    {
        var text = Config.Replace(good, bad, StringComparison.Ordinal).Replace(bad == ":" ? Hex : "?", "1", StringComparison.Ordinal);

        var failure = Assert.Single(Assert.Throws<FailureException>(() => Parse(text)).Failures);

        Assert.Contains(what, failure.What, StringComparison.Ordinal);
        Assert.Equal("kbld.lock.yml", failure.Place!.File);
    }
}
