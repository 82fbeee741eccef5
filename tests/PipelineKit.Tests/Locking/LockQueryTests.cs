using PipelineKit.Locking;
using Xunit;

namespace PipelineKit.Tests.Locking;

public sealed class LockQueryTests
{
    private const string Nginx = "docker.io/library/nginx:1.27";

    private static readonly ImageLock Lock = new(
        [
            LockSamples.Image(Nginx, 1, new LockSite("a.yaml", 3, "nginx:1.27"), new LockSite("b.yaml", 9, Was: null)),
            LockSamples.Image(Nginx, 2, new LockSite("c.yaml", 1, Was: null)),
            LockSamples.Image("ghcr.io/x/copy:1", 1, new LockSite("a.yaml", 3, "1")) with { Platforms = [("linux/amd64", LockSamples.DigestOf(5))] },
        ],
        [LockSamples.Uses("actions/checkout@v4", 'a', new LockSite("w.yml", 7, "v4"))]);

    private readonly LockIndex _index = new(Lock);

    [Fact]
    public void Entries_are_found_by_reference_digest_and_place()
    {
        Assert.Equal(2, _index.Images(Nginx).Count());
        Assert.Same(Lock.Images[1], _index.Image(Nginx, LockSamples.DigestOf(2)));
        Assert.Null(_index.Image(Nginx, LockSamples.DigestOf(3)));
        Assert.Empty(_index.Images("nginx:1.27"));
        Assert.Equal(2, _index.ByDigest(LockSamples.DigestOf(1)).Count());
        Assert.Equal("ghcr.io/x/copy:1", _index.ByPlatformDigest(LockSamples.DigestOf(5))!.Image);
        Assert.NotNull(_index.Uses("actions/checkout@v4", new string('a', 40)));
        Assert.Null(_index.Uses("actions/checkout@v4", new string('b', 40)));
        Assert.Equal(2, _index.At("a.yaml", 3).Count);
        Assert.NotNull(Assert.Single(_index.At("w.yml", 7)).Uses);
        Assert.Empty(_index.At("w.yml", 8));
    }

    [Fact]
    public void Two_digests_for_one_reference_are_found()
    {
        var group = Assert.Single(_index.TwoDigests);

        Assert.Equal((Nginx, 2), (group.Key, group.Count()));
    }

    [Fact]
    public void The_time_first_seen_stays_while_the_digest_does()
    {
        var editor = new LockEditor(Lock);
        var later = LockSamples.Time.AddDays(1);

        editor.Put(LockSamples.Image(Nginx, 1, new LockSite("d.yaml", 1, "nginx:1.27")) with { FirstSeen = later });
        editor.Put(LockSamples.Image(Nginx, 9, new LockSite("d.yaml", 2, "nginx:1.27")) with { FirstSeen = later });
        editor.Put(LockSamples.Uses("actions/checkout@v4", 'a') with { FirstSeen = later, Version = null });
        var index = new LockIndex(editor.Build());

        Assert.Equal(LockSamples.Time, index.Image(Nginx, LockSamples.DigestOf(1))!.FirstSeen);
        Assert.Equal(3, index.Image(Nginx, LockSamples.DigestOf(1))!.Sites.Count);
        Assert.Equal(later, index.Image(Nginx, LockSamples.DigestOf(9))!.FirstSeen);
        Assert.Equal((LockSamples.Time, "v4.2.2"), (index.Lock.Uses[0].FirstSeen, index.Lock.Uses[0].Version));
    }

    [Fact]
    public void Entries_without_sites_go_and_the_others_stay()
    {
        var editor = new LockEditor(Lock);

        editor.DropSites(s => s.Path is "c.yaml" or "w.yml" or "b.yaml");
        var built = editor.Build();

        Assert.Equal(2, built.Images.Count);
        Assert.Empty(built.Uses);
        Assert.Equal("a.yaml", Assert.Single(built.Images[0].Sites).Path);
        Assert.Equal(3, editor.Build(keepWithoutSites: true).Images.Count);
    }

    [Fact]
    public void A_dropped_entry_is_gone_with_its_sites()
    {
        var editor = new LockEditor(Lock);

        editor.Drop(Lock.Images[0]);
        editor.Drop(Lock.Uses[0]);

        Assert.Equal((2, 0), (editor.Build().Images.Count, editor.Build().Uses.Count));
        Assert.Equal(3, Lock.Images.Count);
    }

    [Fact]
    public void What_stood_at_a_place_is_kept_when_the_place_is_seen_again()
    {
        var editor = new LockEditor(Lock);

        editor.Put(LockSamples.Image(Nginx, 1, new LockSite("a.yaml", 3, Was: null), new LockSite("b.yaml", 9, "nginx:1.27")));

        Assert.Collection(
            new LockIndex(editor.Build()).Image(Nginx, LockSamples.DigestOf(1))!.Sites,
            s => Assert.Equal(new LockSite("a.yaml", 3, "nginx:1.27"), s),
            s => Assert.Equal(new LockSite("b.yaml", 9, "nginx:1.27"), s));
    }

    [Theory]
    [InlineData("3=a 9=b", "3 9", "a b")] // nothing moved
    [InlineData("3=a 9=b", "5 11", "a b")] // everything moved
    [InlineData("3=a 9=b", "3 14", "a b")] // one moved
    [InlineData("3=a 9=b", "9 14", "b a")] // one moved past the other
    [InlineData("3=a 9=a", "4 5 6", "a a a")] // one more, all were the same
    [InlineData("3=a 9=b", "4 5 6", "- - -")] // one more, no telling which
    [InlineData("3=a 9=b", "4", "-")] // one less, no telling which
    [InlineData("3=a 9=b", "3", "a")]
    [InlineData("3=-", "4", "-")]
    [InlineData("", "4", "-")]
    public void Moved_lines_find_what_stood_there(string known, string lines, string expected)
    {
        var sites = known.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(k => k.Split('='))
            .Select(k => new LockSite("f", int.Parse(k[0]), k[1] == "-" ? null : k[1]));

        var carried = SiteMatch.Carry(sites, [.. lines.Split(' ').Select(int.Parse)]);

        Assert.Equal(expected, string.Join(' ', carried.Select(c => c ?? "-")));
    }
}
