using PipelineKit.Locking;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Tests.Locking;

public sealed class LockedImagesTests
{
    private static readonly LockedImages Images = LockedImages.From(new ImageLock(
        [
            LockSamples.Image("docker.io/library/nginx:1.27", 1),
            LockSamples.Image("ghcr.io/acme/shop:2.0", 2) with { Platforms = [("linux/amd64", LockSamples.DigestOf(21)), ("linux/arm64", LockSamples.DigestOf(22))] },
            LockSamples.Image("ghcr.io/acme/api:1", 3),
            LockSamples.Image("ghcr.io/other/api:1", 4),
            LockSamples.Image("localhost:5000/team/worker", 5),
            LockSamples.Image("docker.io/library/redis:7", 6),
            LockSamples.Image("docker.io/library/redis:7.2", 6),
            LockSamples.Image("docker.io/library/busybox:1", 7),
            LockSamples.Image("docker.io/library/busybox:2", 8),
            LockSamples.Image("quay.io/twice/over:1", 9),
            LockSamples.Image("quay.io/twice/over:1", 10),
        ],
        []));

    private static LockedImages Of(params KnownImage[] images) => LockedImages.From(images);

    private static KnownImage Known(string name, string reference, int? digest) =>
        new(name, ImageReference.Parse(reference)) { Digest = digest is null ? null : LockSamples.DigestOf(digest.Value) };

    [Theory]
    [InlineData("nginx", "docker.io/library/nginx", "1.27", 1)]
    [InlineData("nginx:1.27", "docker.io/library/nginx", "1.27", 1)]
    [InlineData("library/nginx", "docker.io/library/nginx", "1.27", 1)]
    [InlineData("docker.io/library/nginx:1.27", "docker.io/library/nginx", "1.27", 1)]
    [InlineData("docker.io/nginx", "docker.io/library/nginx", "1.27", 1)]
    [InlineData("index.docker.io/library/nginx", "docker.io/library/nginx", "1.27", 1)]
    [InlineData("ghcr.io/acme/shop", "ghcr.io/acme/shop", "2.0", 2)]
    [InlineData("acme/shop", "ghcr.io/acme/shop", "2.0", 2)]
    [InlineData("shop", "ghcr.io/acme/shop", "2.0", 2)]
    [InlineData("shop:2.0", "ghcr.io/acme/shop", "2.0", 2)]
    [InlineData("other/api", "ghcr.io/other/api", "1", 4)]
    [InlineData("worker", "localhost:5000/team/worker", null, 5)]
    [InlineData("redis:7.2", "docker.io/library/redis", "7.2", 6)]
    [InlineData("busybox:2", "docker.io/library/busybox", "2", 8)]
    public void An_image_is_found_by_what_people_call_it(string name, string repository, string? tag, int digest)
    {
        var found = Images.Find(name);

        Assert.True(found.IsFound, found.Problem);
        Assert.Equal((repository, tag, LockSamples.DigestOf(digest)), (found.Image.Repository, found.Image.Tag, found.Digest));
        Assert.Equal($"{repository}@{LockSamples.DigestOf(digest)}", found.Pinned);
    }

    [Fact]
    public void Two_tags_of_one_digest_are_one_answer() => Assert.Equal(LockSamples.DigestOf(6), Images.Find("redis").Digest);

    [Theory]
    [InlineData("api", "`api` can mean `ghcr.io/acme/api:1` or `ghcr.io/other/api:1`", "in full")]
    [InlineData("busybox", "`busybox` can mean `docker.io/library/busybox:1` or `docker.io/library/busybox:2`", "in full")]
    [InlineData("over", "the lock has `quay.io/twice/over:1` with several digests: sha256:", "`update`")]
    [InlineData("ngnix", "the lock has no image `ngnix`", "Did you mean `nginx`?")]
    [InlineData("ghcr.io/acme/shopp", "the lock has no image `ghcr.io/acme/shopp`", "Did you mean `ghcr.io/acme/shop`?")]
    [InlineData("completely-different", "the lock has no image `completely-different`", "Run `digest-pin`")]
    [InlineData("nginx:1.28", "the lock has `docker.io/library/nginx`, but not `nginx:1.28`", "It has: docker.io/library/nginx:1.27@sha256:")]
    [InlineData("Nginx!", "`Nginx!` is not the name of an image", "Write it as in")]
    [InlineData("", "`` is not the name of an image", "Write it as in")]
    public void What_is_not_found_says_why_and_what_to_do(string name, string problem, string remedy)
    {
        var lookup = Images.Find(name);

        Assert.False(lookup.IsFound);
        Assert.StartsWith(problem, lookup.Problem, StringComparison.Ordinal);
        Assert.Contains(remedy, lookup.Remedy, StringComparison.Ordinal);
        Assert.Null(lookup.Pinned);
    }

    [Theory]
    [InlineData("docker.io/library/shop")]
    [InlineData("docker.io/acme/shop")]
    [InlineData("ghcr.io/shop")]
    [InlineData("localhost:5001/team/worker")]
    [InlineData("cme/shop")]
    [InlineData("hop")]
    public void A_name_that_names_its_registry_or_half_a_segment_never_finds_another_image(string name) => Assert.False(Images.Find(name).IsFound);

    [Fact]
    public void A_digest_in_the_name_must_be_the_one_of_the_lock()
    {
        Assert.True(Images.Find($"nginx@{LockSamples.DigestOf(1)}").IsFound);
        Assert.False(Images.Find($"nginx@{LockSamples.DigestOf(2)}").IsFound);
    }

    [Fact]
    public void A_name_given_in_the_lock_itself_goes_before_everything_else()
    {
        var images = Of(Known("app", "ghcr.io/acme/shop:1", 1), Known("nginx", "mirror.example/nginx", 2), Known("x", "docker.io/library/nginx:1", 3));

        Assert.Equal($"ghcr.io/acme/shop@{LockSamples.DigestOf(1)}", images.Find("app").Pinned);
        Assert.Equal($"mirror.example/nginx@{LockSamples.DigestOf(2)}", images.Find("nginx").Pinned);
        Assert.Equal($"docker.io/library/nginx@{LockSamples.DigestOf(3)}", images.Find("docker.io/library/nginx").Pinned);
    }

    [Fact]
    public void An_image_without_digest_is_known_but_never_an_answer()
    {
        var lookup = Of(Known("nginx", "nginx:1.27", digest: null)).Find("nginx");

        Assert.False(lookup.IsFound);
        Assert.Equal("the lock names `docker.io/library/nginx:1.27` without a digest", lookup.Problem);
    }

    [Fact]
    public void Digests_of_platforms_are_used_only_when_a_platform_is_asked_for()
    {
        var images = Of(Known("nginx", "nginx:1.27", digest: null) with { Platforms = [("linux/amd64", LockSamples.DigestOf(1))] });

        Assert.StartsWith("the lock has only digests of single platforms for `docker.io/library/nginx:1.27` (linux/amd64)", images.Find("nginx").Problem, StringComparison.Ordinal);
        Assert.Equal($"docker.io/library/nginx@{LockSamples.DigestOf(1)}", images.Find("nginx", "linux/amd64").Pinned);
        Assert.Equal("It has these platforms: linux/amd64.", images.Find("nginx", "linux/s390x").Remedy);
        Assert.Contains("`platforms`", Images.Find("nginx", "linux/amd64").Remedy, StringComparison.Ordinal);
        Assert.StartsWith("the lock has no image", Images.Find("none", "linux/amd64").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ghcr.io/acme/shop", 2, true)]
    [InlineData("ghcr.io/acme/shop", 21, true)]
    [InlineData("ghcr.io/acme/shop", 1, false)]
    [InlineData("ghcr.io/acme/sho", 2, false)]
    [InlineData("docker.io/library/nginx", 1, true)]
    [InlineData("nginx", 1, true)]
    [InlineData("nginx:1.27", 1, false)]
    [InlineData("shop", 2, false)]
    [InlineData("quay.io/twice/over", 9, true)]
    [InlineData("quay.io/twice/over", 10, true)]
    [InlineData("%", 1, false)]
    public void Whether_a_digest_belongs_to_a_repository_is_answered_for_that_repository_alone(string repository, int digest, bool expected) =>
        Assert.Equal(expected, Images.Contains(repository, LockSamples.DigestOf(digest)));

    [Fact]
    public void Entries_and_repositories_are_sorted_and_independent_of_the_order_given()
    {
        var (one, other) = (Known("b", "quay.io/b/b:2", 1), Known("a", "ghcr.io/a/a:1", 2));

        Assert.Equal(["ghcr.io/a/a", "quay.io/b/b"], Of(one, other).Repositories);
        Assert.Equal(Of(one, other).Entries, Of(other, one).Entries);
        Assert.Equal(8, Images.Repositories.Count);
    }

    [Fact]
    public void A_name_too_long_to_show_is_cut_in_the_message() => Assert.True(Images.Find(new string('x', 100_000)).Problem!.Length < 400);
}
