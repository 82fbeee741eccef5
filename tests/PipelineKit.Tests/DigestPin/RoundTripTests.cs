using System.Text;
using System.Text.RegularExpressions;
using PipelineKit.DigestPin;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

/// <summary>Pin changes only reference bytes, twice changes nothing, unpin restores every byte: over real repositories and over every kind of file.</summary>
public sealed partial class RoundTripTests
{
    private static readonly string Fixtures = Path.Combine(Peer.RepositoryRoot, "tests", "PipelineKit.Tests", "DigestPin", "Fixtures");

    public static TheoryData<string> Variants => [.. new[] { "as-is", "crlf", "no-final-newline", "bom", "blank-lines-above" }];

    [SkippableTheory]
    [InlineData("docker+awesome-compose")]
    [InlineData("actions+starter-workflows")]
    [InlineData("prometheus-operator+kube-prometheus")]
    public async Task A_real_repository_comes_back_byte_for_byte(string repository)
    {
        var source = Peer.SharedData(Path.Combine("manifests", repository));

        await RoundTrip(Read(source));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Every_kind_of_file_comes_back_byte_for_byte_in_every_notation(string variant) =>
        await RoundTrip(Read(Fixtures).Where(f => !f.Path.EndsWith(".golden", StringComparison.Ordinal)).Select(f => (f.Path, Vary(f.Content, variant))).ToArray());

    [Fact]
    public void The_fixtures_in_their_notations_are_at_least_150_files() =>
        Assert.True(Read(Fixtures).Length * Variants.Count >= 150);

    private static async Task RoundTrip((string Path, byte[] Content)[] files)
    {
        using var world = new PinWorld();
        foreach (var (path, content) in files)
        {
            world.Folder.Write(path, content);
        }

        await world.KnowEverythingAsync();
        var pinned = await world.RunAsync(PinMode.Pin, ("image-rules", FixtureRules));
        Assert.NotEmpty(pinned.Changes);
        Assert.DoesNotContain(pinned.Findings, f => f.Rule.Id == "unresolved");
        foreach (var (path, content) in files)
        {
            AssertOnlyReferencesChanged(path, content, File.ReadAllBytes(Path.Combine(world.Folder.Path, path)));
        }

        var again = await world.RunAsync(PinMode.Pin, ("image-rules", FixtureRules));
        Assert.Empty(world.Asked);
        Assert.Empty(again.Changes);
        Assert.False(again.LockChanged);
        var check = await world.RunAsync(PinMode.Check, ("offline", "true"), ("image-rules", FixtureRules));
        Assert.DoesNotContain(check.Findings, f => f.Rule.Id is "unpinned" or "not-in-lock" or "lock-mismatch");

        await world.RunAsync(PinMode.Unpin, ("image-rules", FixtureRules));
        foreach (var (path, content) in files)
        {
            Assert.True(content.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(world.Folder.Path, path))), $"{path} did not come back");
        }

        Assert.Equal(files.Length, Read(world.Folder.Path).Length);
    }

    internal const string FixtureRules = "arg:--config-reloader-image=\narg:--image=\nenv:RELATED_IMAGE_*";

    // An independent eye: with every digest, and every commit with its comment, taken out of both, the two texts are the same.
    private static void AssertOnlyReferencesChanged(string path, byte[] before, byte[] after)
    {
        var (old, now) = (Encoding.Latin1.GetString(before).Split('\n'), Encoding.Latin1.GetString(after).Split('\n'));
        Assert.Equal(old.Length, now.Length);
        for (var i = 0; i < old.Length; i++)
        {
            if (old[i] != now[i])
            {
                Assert.Equal($"{path}:{i + 1} {Stripped(old[i])}", $"{path}:{i + 1} {Stripped(now[i])}");
            }
        }
    }

    private static string Stripped(string line)
    {
        var plain = Uses().Replace(PinnedUses().Replace(ImageDigest().Replace(line, ""), "$1@REF$2"), "$1@REF$2");
        return HelmValue().IsMatch(line) ? HelmValue().Replace(plain, "$1") : plain;
    }

    [GeneratedRegex("(?<=[A-Za-z0-9._-])@sha256:[0-9a-f]{64}", RegexOptions.None, 1000)]
    private static partial Regex ImageDigest();

    [GeneratedRegex("""(uses:\s*["']?[A-Za-z0-9._/-]+)@[0-9a-f]{40}(["']?)(?: # [A-Za-z0-9._/-]+(?=\s|$))?""", RegexOptions.None, 1000)]
    private static partial Regex PinnedUses();

    [GeneratedRegex("""(uses:\s*["']?[A-Za-z0-9._/-]+)@[^\s"'#,}]+(["']?)""", RegexOptions.None, 1000)]
    private static partial Regex Uses();

    [GeneratedRegex("""^(.*(?:\b(?:digest|sha|tag|newTag):)).*$""", RegexOptions.None, 1000)]
    private static partial Regex HelmValue();

    private static byte[] Vary(byte[] content, string variant)
    {
        var text = Encoding.UTF8.GetString(content);
        return variant switch
        {
            "crlf" => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")),
            "no-final-newline" => Encoding.UTF8.GetBytes(text.TrimEnd('\n')),
            "bom" => [0xEF, 0xBB, 0xBF, .. content],
            "blank-lines-above" => text.StartsWith("# syntax", StringComparison.Ordinal) || text.StartsWith("# escape", StringComparison.Ordinal)
                ? content
                : Encoding.UTF8.GetBytes("\n\n" + text),
            _ => content,
        };
    }

    internal static (string Path, byte[] Content)[] Read(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => (Path: Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes(f)))
            .OrderBy(f => f.Path, StringComparer.Ordinal)
            .ToArray();
}
