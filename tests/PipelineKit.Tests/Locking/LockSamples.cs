using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.Tests.Locking;

internal static class LockSamples
{
    internal static readonly DateTimeOffset Time = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    internal static Digest DigestOf(int number) => Digest.Sha256(BitConverter.GetBytes(number));

    internal static LockedImage Image(string image, int digest, params LockSite[] sites) =>
        new() { Image = image, Digest = DigestOf(digest), MediaType = MediaTypes.OciIndex, FirstSeen = Time, Sites = sites };

    internal static LockedUses Uses(string uses, char commit, params LockSite[] sites) =>
        new() { Uses = uses, Commit = new string(commit, 40), Version = "v4.2.2", FirstSeen = Time, Sites = sites };

    internal static ImageLock Large(int entries) => new(
        [.. Enumerable.Range(0, entries).Select(i => Image($"registry.example.com/team-{i % 20}/service-{i:D5}:1.{i % 7}", i, new LockSite($"deploy/{i}/app.yaml", 12, $"service-{i:D5}:1.{i % 7}"), new LockSite("deploy/all.yaml", i + 1, Was: null)) with
        {
            Platforms = [("linux/amd64", DigestOf(-i)), ("linux/arm64", DigestOf(-i - 1))],
        })],
        [Uses("actions/checkout@v4", 'a', new LockSite(".github/workflows/ci.yml", 7, "v4"))]);

    internal static string Text(ImageLock content) => string.Join('\n', content.Images.Select(Text).Concat(content.Uses.Select(Text)));

    private static string Text(LockedImage i) =>
        $"{i.Image}|{i.Digest}|{i.MediaType}|{string.Join(',', i.Platforms)}|{i.FirstSeen:O}|{string.Join(',', i.Sites.Select(Text))}";

    private static string Text(LockedUses u) => $"{u.Uses}|{u.Commit}|{u.Version}|{u.FirstSeen:O}|{string.Join(',', u.Sites.Select(Text))}";

    private static string Text(LockSite s) =>
        $"{Visible(s.Path)}:{s.Line}={(s.Was is null ? "-" : "<" + Visible(s.Was) + ">")}";

    private static string Visible(string text) => string.Concat(text.Select(c => ((int)c).ToString("X4", CultureInfo.InvariantCulture)));

    /// <summary>Texts that break careless quoting, and pieces of the lock's own syntax.</summary>
    internal static Gen<string> NastyText { get; } = Gen.Elements(
            "a", "nginx:1.27", " ", "", "\"", "'", "\\", "\\u0041", "\n", "\r", "\r\n", "\t", "\0", "\u0085", "\u2028", "\u202E", "\uFEFF", "é", "漢", "😀", "🏴‍☠️", ": ", " #", "# ", "- ", "{", "}", "[", "]",
            ", was: ", "{at: ", "|", ">", "&a", "*a", "!t", "%", "@", "`", "null", "~", "true", "no", "1.0", "0x1", "1e3", "2026-11-21", "?", "=", "<<", "...", "---", "\u007F", "\u009F", "\uFFFF", "${TAG:-1.2}", "{{ .Values.x }}")
        .ListOf().Select(string.Concat);

    internal static Arbitrary<ImageLock> Locks { get; } = MakeLocks().ToArbitrary();

    private static Gen<ImageLock> MakeLocks()
    {
        var digest = Gen.Choose(0, 1000).Select(DigestOf);
        var path = NastyText.Select(t => "d/" + t.Replace("/", "", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal) + "x");
        var site = from p in path
                   from line in Gen.Choose(1, int.MaxValue)
                   from was in Gen.OneOf(Gen.Constant((string?)null), NastyText.Select(t => (string?)t))
                   select new LockSite(p, line, was);
        var time = Gen.Choose(0, 2_000_000_000).Select(s => DateTimeOffset.FromUnixTimeSeconds(s));
        var image = from name in Gen.Elements("docker.io/library/nginx:1.27", "[::1]:5000/a", "localhost:5000/x:5000", "ghcr.io/a/b__c/d-e.f:_x", "docker.io/library/yes:no", "docker.io/a/1.0:1.0")
                    from d in digest
                    from media in Gen.Elements(MediaTypes.OciIndex, MediaTypes.DockerManifest, "a/b", "1/2")
                    from platforms in Gen.SubListOf(("linux/amd64", DigestOf(1)), ("linux/arm/v7", DigestOf(2)), ("windows/amd64:10.0.20348.1", DigestOf(3)), ("-/-", DigestOf(4)))
                    from t in time
                    from sites in site.ListOf()
                    select new LockedImage { Image = name, Digest = d, MediaType = media, Platforms = [.. platforms], FirstSeen = t, Sites = [.. sites] };
        var uses = from name in Gen.Elements("actions/checkout@v4", "a/b/c/.github/workflows/x.yml@main", "0/1@0", "a/b@name/v1", "a/b@x@y", "a/b@true", "a/b@\u00E9")
                   from c in Gen.Elements("0123456789", "1111111111", "00e1111111").Select(h => h + h + h + h)
                   from version in Gen.Elements<string?>("v4.2.2", "1", "1.0", "null", "true", null)
                   from t in time
                   from sites in site.ListOf()
                   select new LockedUses { Uses = name, Commit = c, Version = version, FirstSeen = t, Sites = [.. sites] };
        return from images in image.ListOf()
               from used in uses.ListOf()
               select new ImageLock([.. images.DistinctBy(i => (i.Image, i.Digest))], [.. used.DistinctBy(u => (u.Uses, u.Commit))]);
    }
}
