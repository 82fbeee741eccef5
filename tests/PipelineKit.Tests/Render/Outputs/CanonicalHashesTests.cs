using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Render;
using Xunit;

namespace PipelineKit.Tests.Render.Outputs;

public sealed class CanonicalHashesTests
{
    private static readonly string One = "sha256:" + new string('1', 64);
    private static readonly string Two = "sha256:" + new string('2', 64);

    [Fact]
    public void Rendered_manifests_that_get_into_the_lock_do_not_change_its_hash() =>
        Assert.Equal(HashOf($"nginx:1.29@{One}"), HashOf($"nginx:1.29@{One}", $"docker.io/library/nginx@{One}"));

    [Fact]
    public void Another_digest_or_another_tag_does()
    {
        string[] hashes = [HashOf($"nginx:1.29@{One}"), HashOf($"nginx:1.29@{Two}"), HashOf($"nginx:1.30@{One}"), HashOf($"nginx:1.29@{One}", $"nginx@{Two}")];

        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    private static string HashOf(params string[] images) =>
        CanonicalHashes.OfLock(LockedImages.From(images.Select(i => new KnownImage(i, ImageReference.Parse(i)))));
}
