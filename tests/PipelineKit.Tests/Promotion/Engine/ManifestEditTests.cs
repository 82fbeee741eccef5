using System.Text;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Oci;
using PipelineKit.Promotion;
using Xunit;

namespace PipelineKit.Tests.Promotion.Engine;

public sealed class ManifestEditTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly Digest New = Digest.Parse("sha256:" + Hex);
    private static readonly Digest Old = Digest.Parse("sha256:" + new string('a', 64));
    private static readonly HashSet<string> Names = ["reg.example/dev/shop", "reg.example/prod/shop"];

    [Theory]
    [InlineData("reg.example/prod/shop", "reg.example/prod/shop@sha256:" + Hex)]
    [InlineData("reg.example/prod/shop:2.1", "reg.example/prod/shop:2.1@sha256:" + Hex)]
    [InlineData("reg.example/prod/shop:2.1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "reg.example/prod/shop:2.1@sha256:" + Hex)]
    [InlineData("reg.example/dev/shop:2.1", "reg.example/prod/shop@sha256:" + Hex)]
    [InlineData("other.example/x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "reg.example/prod/shop@sha256:" + Hex)]
    [InlineData("reg.example/prod/shopping:2.1", "reg.example/prod/shopping:2.1")]
    [InlineData("nginx:1.29", "nginx:1.29")]
    public void A_reference_to_the_image_gets_digest_and_repository_and_nothing_else_changes(string before, string after)
    {
        var (text, problems, _) = Apply(PromotionWorld.Manifest(before).Replace("\n", "\r\n", StringComparison.Ordinal), "reg.example/prod/shop");

        Assert.Equal(PromotionWorld.Manifest(after).Replace("\n", "\r\n", StringComparison.Ordinal), text);
        Assert.Empty(problems);
    }

    [Fact]
    public void A_reference_in_parts_gets_its_digest_where_it_stays_and_says_so_where_it_would_have_to_move()
    {
        const string Values = "image:\n  repository: reg.example/dev/shop\n  tag: \"2.1\"\n";

        var (here, none, _) = Apply(Values, "reg.example/dev/shop", "values.yaml");
        var (same, problems, _) = Apply(Values, "reg.example/prod/shop", "values.yaml");

        Assert.Equal(Values.Replace("\"2.1\"", $"\"2.1@{New}\"", StringComparison.Ordinal), here);
        Assert.Empty(none);
        Assert.Equal(Values, same);
        Assert.Contains("its name stands elsewhere than its digest", problems[0].What, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_there_already_is_counted_and_left_alone()
    {
        var manifest = PromotionWorld.Manifest($"reg.example/prod/shop:2@{New}");

        var (text, _, references) = Apply(manifest, "reg.example/prod/shop");

        Assert.Equal(manifest, text);
        Assert.Equal(1, references);
    }

    [Fact]
    public void The_lock_gets_the_digest_under_the_name_it_has_and_an_entry_when_it_has_none()
    {
        var at = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
        var image = new ManifestContent(New, MediaTypes.OciIndex, default) { Manifests = [new Descriptor(MediaTypes.OciManifest, Old, 1) { Platform = new Platform("linux", "amd64") }] };
        var entry = new LockedImage { Image = "reg.example/prod/shop:2", Digest = Old, MediaType = MediaTypes.OciManifest, FirstSeen = at.AddDays(-1), Platforms = [("linux/amd64", New)] };
        var other = new LockedImage { Image = "docker.io/library/nginx:1", Digest = Old, MediaType = MediaTypes.OciManifest, FirstSeen = at };

        var moved = LockChange.Apply(new ImageLock([entry, other], []), Names, new HashSet<Digest>(), "reg.example/prod/shop", "current", image, at);
        var made = LockChange.Apply(ImageLock.Empty, Names, new HashSet<Digest>(), "reg.example/prod/shop", "current", image, at);

        Assert.Equal(["docker.io/library/nginx:1", "reg.example/prod/shop:2"], moved.Images.Select(i => i.Image));
        Assert.Equal((New, MediaTypes.OciIndex, at), (moved.Images[1].Digest, moved.Images[1].MediaType, moved.Images[1].FirstSeen));
        Assert.Equal(("linux/amd64", Old), Assert.Single(moved.Images[1].Platforms));
        Assert.Equal(["reg.example/prod/shop:current"], made.Images.Select(i => i.Image));
        Assert.Equal(ImageLockFile.Write(moved), ImageLockFile.Write(LockChange.Apply(moved, Names, new HashSet<Digest>(), "reg.example/prod/shop", "current", image, at.AddDays(1))));
    }

    private static (string Text, List<Failure> Problems, int References) Apply(string text, string repository, string path = "deploy/shop.yaml")
    {
        var problems = new List<Failure>();
        var (bytes, references) = new ManifestEdit(Names, new HashSet<Digest> { Old }, repository, New, Path.GetTempPath()).Apply(path, Encoding.UTF8.GetBytes(text), [], problems);
        return (Encoding.UTF8.GetString(bytes.Span), problems, references);
    }
}
