using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Reads what a file of an image says about packages. What is damaged is said, and never taken for a file without packages.</summary>
internal static class FileReader
{
    internal static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a file.</summary>
    /// <param name="kind">What for.</param>
    /// <param name="path">Where it is in the image.</param>
    /// <param name="content">Its bytes; not kept.</param>
    /// <param name="limits">Bounds.</param>
    internal static FileFacts Read(FileKind kind, string path, ReadOnlyMemory<byte> content, CatalogLimits limits)
    {
        var facts = new FileFacts(kind);
        try
        {
            return kind switch
            {
                FileKind.OsRelease => facts with { Distribution = OsRelease.Read(content) },
                FileKind.Copyright => facts with { Licenses = DebCopyright.Read(content) },
                FileKind.Dpkg => facts with { Packages = DpkgStatus.Read(content) },
                FileKind.Apk => facts with { Packages = ApkInstalled.Read(content) },
                FileKind.RpmManifest => facts with { Packages = RpmManifest.Read(content) },
                FileKind.Rpm => facts with { Problem = "rpm databases cannot be read; give a report of a scanner that does" },
                _ => throw new InvalidOperationException($"nothing reads {kind}"),
            };
        }
        catch (Exception e) when (e is UnreadableFileException or JsonException or InvalidDataException)
        {
            return facts with { Problem = e.Message };
        }
    }
}
