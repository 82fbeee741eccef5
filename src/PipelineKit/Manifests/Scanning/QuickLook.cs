namespace PipelineKit.Manifests.Scanning;

/// <summary>Decides by a search for a few words whether a file is worth reading as what it is: most YAML of a repository names no image.</summary>
internal static class QuickLook
{
    private const int Head = 8000;

    internal static bool MayName(string path, ReadOnlySpan<byte> bytes, ScanOptions options)
    {
        // As Git does: a NUL near the start means the file is not text.
        if (bytes[..Math.Min(bytes.Length, Head)].Contains((byte)0))
        {
            return false;
        }

        if (KindDetector.ByName(path) == FileKind.Template)
        {
            return options.Kinds.HasFlag(ReferenceKinds.Images) && bytes.IndexOf("{{"u8) >= 0 && (bytes.IndexOf("image"u8) >= 0 || bytes.IndexOf("digest"u8) >= 0);
        }

        // Large JSON is the rule in repositories and hardly ever a manifest.
        if (FileNames.IsJson(path) && (bytes.IndexOf("\"apiVersion\""u8) < 0 || bytes.IndexOf("\"kind\""u8) < 0))
        {
            return false;
        }

        if (!FileNames.IsYaml(path) && !FileNames.IsJson(path))
        {
            return true;
        }

        return (options.Kinds.HasFlag(ReferenceKinds.Images) && (options.ImageRules.Count > 0 || NamesImages(bytes)))
            || (options.Kinds.HasFlag(ReferenceKinds.Uses) && bytes.IndexOf("uses"u8) >= 0);
    }

    // `image`, `Image`, `container`, `services`, `repository`, `docker://`: each is a word some format names an image under.
    private static bool NamesImages(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("mage"u8) >= 0 || bytes.IndexOf("ontainer"u8) >= 0 || bytes.IndexOf("services"u8) >= 0 || bytes.IndexOf("repository"u8) >= 0
        || bytes.IndexOf("docker://"u8) >= 0;
}
