using System.Text;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Editing;
using PipelineKit.Manifests.Scanning;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Testing.Manifests;

/// <summary>Pins every site of a file with invented digests and commits, and checks what has to hold for any file.</summary>
public static class Pinning
{
    private static readonly string?[] Versions = ["v4.2.2", "main", "odd-branch", null, "4", "releases/v1"];

    /// <summary>Pins the file, finds again, pins again, restores; returns the pinned bytes and how many sites were pinned.</summary>
    public static (byte[] Pinned, int Sites) CheckLaws(string root, string path, byte[] file)
    {
        var before = Sites(root, path, file);
        var edits = before.Select(s => Pin(s, file)).ToList();
        var pinned = SpanEditor.Apply(file, edits);

        var after = Sites(root, path, pinned);
        Assert.Equal(before.Select(s => s.Where), after.Select(s => s.Where));
        Assert.Equal(edits.Select(e => e.Text.TrimStart(' ')), after.Select(s => s.EditText));
        Assert.Equal(pinned, SpanEditor.Apply(pinned, after.Zip(before, (now, was) => Pin(now, pinned, was))));

        var restored = SpanEditor.Apply(pinned, after.Zip(before, (now, was) => PinText.Restore(now, pinned, was.EditText)));
        Assert.Equal(Encoding.Latin1.GetString(file), Encoding.Latin1.GetString(restored));
        return (pinned, before.Count);
    }

    private static List<ReferenceSite> Sites(string root, string path, byte[] file) =>
        [.. (FileContent.Read(root, path, file, new ScanOptions())?.Sites ?? []).Where(s => s.Obstacle == NotPinnable.No).OrderBy(s => s.Edit.Start)];

    // The same site gets the same digest when it is pinned a second time: both are made from where it stands.
    private static SpanEdit Pin(ReferenceSite site, byte[] file, ReferenceSite? was = null)
    {
        var digest = Digest.Sha256(Encoding.UTF8.GetBytes(site.Where));
        return site.IsUses
            ? PinText.Uses(site, file, digest.Hex[..40], Versions[digest.Hex[0] % Versions.Length] ?? (was ?? site).Reference.Split('@', 2)[1])
            : PinText.Image(site, file, digest);
    }
}
