namespace PipelineKit.Manifests.Scanning;

/// <summary>Decides by a search for a few words whether a file is worth reading as what it is: most YAML of a repository names no image.</summary>
internal static class QuickLook
{
    private const int Head = 8000;

    internal static bool MayName(string path, ReadOnlySpan<byte> bytes, ReferenceKinds kinds)
    {
        // As Git does: a NUL near the start means the file is not text.
        if (bytes[..Math.Min(bytes.Length, Head)].Contains((byte)0))
        {
            return false;
        }

        if (!FileNames.IsYaml(path))
        {
            return true;
        }

        return (kinds.HasFlag(ReferenceKinds.Images) && NamesImages(bytes)) || (kinds.HasFlag(ReferenceKinds.Uses) && bytes.IndexOf("uses"u8) >= 0)
            || bytes.IndexOf("docker://"u8) >= 0;
    }

    // `image`, `Image`, `newTag`/`tag`, `services`, `container`, `repository`: each word some format names an image under.
    private static bool NamesImages(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("mage"u8) >= 0 || bytes.IndexOf("ontainer"u8) >= 0 || bytes.IndexOf("services"u8) >= 0 || bytes.IndexOf("repository"u8) >= 0;
}
