using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>What is known of kinds of objects, without making texts of their names again and again.</summary>
internal static class Kinds
{
    private static volatile Known? _last;

    /// <summary>
    /// As for finding images in files, but data of ConfigMaps and Secrets count: what is rendered into them may be run.
    /// </summary>
    internal static bool OnlyTalksAboutImages(ReadOnlySpan<byte> version, ReadOnlySpan<byte> kind)
    {
        // The groups that matter have a dot.
        if (version.IndexOf((byte)'.') < 0 && !kind.SequenceEqual("Event"u8) && !version.StartsWith("skaffold"u8))
        {
            return false;
        }

        var last = _last;
        if (last is not null && last.Is(version, kind))
        {
            return last.OnlyTalks;
        }

        var (versionText, kindText) = (Encoding.UTF8.GetString(version), Encoding.UTF8.GetString(kind));
        var slash = versionText.IndexOf('/', StringComparison.Ordinal);
        var type = TypeOf(slash < 0 ? "" : versionText[..slash], kindText);
        _last = new Known(version.ToArray(), kind.ToArray(), type.OnlyTalksAboutImages);
        return type.OnlyTalksAboutImages;
    }

    /// <summary>The kind counts only in the groups of those who defined it: an Event or Secret of somebody else can run images.</summary>
    private static KubernetesObject TypeOf(string group, string kind) =>
        new(group, group.EndsWith("k8s.io", StringComparison.Ordinal) || group.EndsWith("crossplane.io", StringComparison.Ordinal) || (group.Length == 0 && kind == "Event") ? kind : "");

    private sealed class Known(byte[] version, byte[] kind, bool onlyTalks)
    {
        internal bool OnlyTalks { get; } = onlyTalks;

        internal bool Is(ReadOnlySpan<byte> otherVersion, ReadOnlySpan<byte> otherKind) => otherVersion.SequenceEqual(version) && otherKind.SequenceEqual(kind);
    }
}
