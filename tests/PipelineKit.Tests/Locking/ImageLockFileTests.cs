using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Yaml;
using Xunit;

namespace PipelineKit.Tests.Locking;

public sealed class ImageLockFileTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private const string Sample = $$"""
        # Written by pipelinekit digest-pin; commit it. Format: docs/digest-pin.md
        version: 1
        images:
        - image: docker.io/library/nginx:1.27
          digest: sha256:{{Hex}}
          media-type: application/vnd.oci.image.index.v1+json
          platforms:
            linux/amd64: sha256:{{Hex}}
          first-seen: 2026-11-21T08:00:00Z
          sites:
          - {at: deploy/app.yaml:30, was: nginx:1.27}
          - deploy/web.yaml:12
        uses:
        - uses: actions/checkout@v4
          commit: 0123456789abcdef0123456789abcdef01234567
          version: v4.2.2
          first-seen: 2026-11-21T08:00:00Z
          sites:
          - {at: .github/workflows/ci.yml:7, was: v4}

        """;

    private static ImageLock Parse(string text) => ImageLockFile.Parse(Encoding.UTF8.GetBytes(text), "images.lock.yaml");

    private static IReadOnlyList<Failure> Failures(string text) => Assert.Throws<FailureException>(() => Parse(text)).Failures;

    private static ImageLock ReadAsYaml(byte[] bytes) =>
        new LockReader().Read(LimitedYaml.Read(bytes, "images.lock.yaml", ImageLockFile.Limits, FailureCodes.BadLock));

    [Fact]
    public void The_documented_form_is_read_and_written_byte_by_byte()
    {
        var content = Parse(Sample);

        var image = Assert.Single(content.Images);
        Assert.Equal(("docker.io/library/nginx:1.27", "sha256:" + Hex), (image.Image, image.Digest.Text));
        Assert.Equal(new LockSite("deploy/app.yaml", 30, "nginx:1.27"), image.Sites[0]);
        Assert.Equal(new LockSite("deploy/web.yaml", 12, Was: null), image.Sites[1]);
        Assert.Equal(("actions/checkout@v4", "v4.2.2"), (content.Uses[0].Uses, content.Uses[0].Version));
        Assert.Equal(Sample, Encoding.UTF8.GetString(ImageLockFile.Write(content)));
        Assert.NotNull(LockLineReader.TryRead(Encoding.UTF8.GetBytes(Sample)));
    }

    [Fact]
    public void An_empty_lock_is_a_header_and_a_version()
    {
        var bytes = ImageLockFile.Write(ImageLock.Empty);

        Assert.Equal(2, bytes.Count(b => b == '\n'));
        Assert.Empty(ImageLockFile.Parse(bytes, "x").Images);
    }

    [Fact]
    public void Whatever_stood_in_a_file_comes_back_from_the_lock_by_both_readers() =>
        Prop.ForAll(LockSamples.Locks, content =>
        {
            var bytes = ImageLockFile.Write(content);
            var expected = LockSamples.Text(LockOrder.Sorted(content.Images, content.Uses));

            Assert.Equal(expected, LockSamples.Text(ImageLockFile.Parse(bytes, "x")));
            Assert.Equal(expected, LockSamples.Text(ReadAsYaml(bytes)));
            Assert.Equal(bytes, ImageLockFile.Write(ImageLockFile.Parse(bytes, "x")));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(25));

    [Fact]
    public void The_order_of_entries_does_not_change_the_bytes() =>
        Prop.ForAll(LockSamples.Locks, content =>
        {
            var reversed = new ImageLock(
                [.. content.Images.Reverse().Select(i => i with { Sites = [.. i.Sites.Reverse()], Platforms = [.. i.Platforms.Reverse()] })], [.. content.Uses.Reverse()]);
            Assert.Equal(ImageLockFile.Write(content), ImageLockFile.Write(reversed));
        }).Check(Config.QuickThrowOnFailure.WithEndSize(25));

    [Fact]
    public void What_the_quick_reader_takes_the_yaml_reader_takes_the_same_way()
    {
        var bytes = ImageLockFile.Write(Parse(Sample));
        var places = Gen.Choose(0, bytes.Length - 1);
        var edits = from at in places
                    from length in Gen.Choose(0, 3)
                    from text in LockSamples.NastyText
                    select (at, length, text);

        var taken = 0;
        Prop.ForAll(edits.ToArbitrary(), edit =>
        {
            byte[] changed = [.. bytes[..edit.at], .. Encoding.UTF8.GetBytes(edit.text), .. bytes[Math.Min(bytes.Length, edit.at + edit.length)..]];
            if (LockLineReader.TryRead(changed) is { } quick)
            {
                taken++;
                Assert.Equal(LockSamples.Text(ReadAsYaml(changed)), LockSamples.Text(quick));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

        Assert.NotEqual(0, taken);
    }

    [Fact]
    public void A_moved_digest_changes_one_line()
    {
        var before = Encoding.UTF8.GetString(ImageLockFile.Write(LockSamples.Large(50))).Split('\n');
        var content = LockSamples.Large(50);
        var after = Encoding.UTF8.GetString(ImageLockFile.Write(content with
        {
            Images = [content.Images[0] with { Digest = LockSamples.DigestOf(999) }, .. content.Images.Skip(1)],
        })).Split('\n');

        Assert.Equal(1, before.Zip(after).Count(p => p.First != p.Second));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("1.27")]
    [InlineData("0x1F")]
    [InlineData("0b10111")]
    [InlineData("1e5")]
    [InlineData("2026-11-21T08:00:00Z")]
    [InlineData("12:30:45")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("a,b")]
    [InlineData("a}")]
    [InlineData("x\u202Ey")]
    [InlineData("a:")]
    public void What_could_be_read_as_anything_but_text_is_quoted(string text)
    {
        var output = new StringBuilder();

        LockText.Append(output, text);

        Assert.StartsWith("\"", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_not_written() =>
        Assert.Throws<ArgumentException>(() => ImageLockFile.Write(new ImageLock([LockSamples.Image("docker.io/library/a", 1, new LockSite("f", 1, "\uD800"))], [])));

    [Fact]
    public void A_lock_edited_by_hand_is_read()
    {
        var edited = Sample.Replace("\n", "\r\n", StringComparison.Ordinal).Replace("  sites:", "  # why not\n  sites:", StringComparison.Ordinal)
            .Replace("nginx:1.27}", "'nginx:1.27' }", StringComparison.Ordinal);

        Assert.Null(LockLineReader.TryRead(Encoding.UTF8.GetBytes(edited)));
        Assert.Equal(LockSamples.Text(Parse(Sample)), LockSamples.Text(Parse(edited)));
    }

    [Theory]
    [InlineData("version: 1", "version: 2", 2, "this lock has version `2`")]
    [InlineData("version: 1", "verzion: 1", 2, "`version` is missing here")]
    [InlineData("docker.io/library/nginx:1.27", "nginx:1.27", 4, "not a normalised image reference")]
    [InlineData("digest: sha256:0", "digest: sha256:X", 5, "not a sha256 or sha512 digest")]
    [InlineData("digest: sha256:", "digset: sha256:", 5, "unknown key `digset`")]
    [InlineData("application/vnd.oci.image.index.v1+json", "an index", 6, "not a media type")]
    [InlineData("linux/amd64", "linux", 8, "`linux` is not a platform")]
    [InlineData("2026-11-21T08:00:00Z\n  sites:\n  - {at: deploy", "yesterday\n  sites:\n  - {at: deploy", 9, "`yesterday` is not a time")]
    [InlineData("deploy/web.yaml:12", "deploy/web.yaml", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "../web.yaml:12", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "/etc/passwd:12", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "a//b:12", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "a/./b:12", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "a:0", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "a:012", 12, "is not a place")]
    [InlineData("deploy/web.yaml:12", "a:99999999999", 12, "is not a place")]
    [InlineData("was: nginx:1.27", "wsa: nginx:1.27", 11, "unknown key `wsa`")]
    [InlineData("actions/checkout@v4", "actions/checkout", 14, "is not owner/repo@ref")]
    [InlineData("actions/checkout@v4", "../checkout@v4", 14, "is not owner/repo@ref")]
    [InlineData("commit: 0", "commit: G", 15, "is not a commit")]
    [InlineData("version: v4.2.2", "version: v4..2", 16, "is not a tag name")]
    [InlineData("images:", "images: 7 #", 4, "not valid YAML")]
    public void A_damaged_lock_is_refused_with_the_line(string good, string bad, int line, string what)
    {
        var failure = Failures(Sample.Replace(good, bad, StringComparison.Ordinal))[0];

        Assert.Contains(what, failure.What, StringComparison.Ordinal);
        Assert.Equal((FailureCodes.BadLock, "images.lock.yaml", line), (failure.Code, failure.Place!.File, failure.Place.Line!.Value));
    }

    [Fact]
    public void Every_damaged_entry_is_named()
    {
        var failures = Failures(Sample.Replace("digest: sha256:", "digest: md5:", StringComparison.Ordinal).Replace("commit: 0", "commit: g", StringComparison.Ordinal));

        Assert.Collection(failures, f => Assert.Equal(5, f.Place!.Line), f => Assert.Equal(15, f.Place!.Line));
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_refused()
    {
        var entry = Sample[Sample.IndexOf("- image", StringComparison.Ordinal)..Sample.IndexOf("uses:", StringComparison.Ordinal)];

        var failure = Assert.Single(Failures(Sample.Replace(entry, entry + entry, StringComparison.Ordinal)));

        Assert.Contains("is there twice", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_conflict_is_called_one()
    {
        var failure = Assert.Single(Failures(Sample.Replace("- image", "<<<<<<< HEAD\n- image", StringComparison.Ordinal)));

        Assert.Equal(("the lock has an unresolved merge conflict", 4), (failure.What, failure.Place!.Line!.Value));
    }

    [Fact]
    public void A_lock_larger_than_eight_megabytes_is_refused()
    {
        var failure = Assert.Single(Assert.Throws<FailureException>(() => ImageLockFile.Parse(new byte[ImageLockFile.MaximumBytes + 1], "x")).Failures);

        Assert.Contains("at most 8388608 are read", failure.What, StringComparison.Ordinal);
    }
}
