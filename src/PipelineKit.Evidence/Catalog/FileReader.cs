using System.Diagnostics;
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
                FileKind.Chisel => facts with { Packages = ChiselManifest.Read(content, limits) },
                FileKind.NuGet => facts with { Packages = NuGetDependencies.Read(content) },
                FileKind.Npm => facts with { Packages = NpmModules.ReadPackage(content) },
                FileKind.NpmLock => facts with { Packages = NpmModules.ReadLock(content) },
                FileKind.Python => facts with { Packages = PythonMetadata.Read(content) },
                FileKind.Jar => facts with { Packages = JavaArchive.Read(path, content, limits.FileBytes) },
                FileKind.Program => ProgramFile.Read(path, content, limits),
                FileKind.Crates => facts with { Packages = CargoAudit.Read(content.Span, limits.TextBytes) },
                _ => throw new UnreachableException(),
            };
        }
        catch (Exception e) when (e is UnreadableFileException or JsonException or InvalidDataException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader of JSON reports half of a surrogate pair in a text.
            return facts with { Problem = e.Message };
        }
    }

    /// <summary>Reads JSON strictly; a byte order mark in front of it is left out.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> content) => Parse(content, Json);

    /// <summary>Reads JSON written by hand, in which members nobody asks for may stand twice; one of these must not.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> content, params ReadOnlySpan<string> once)
    {
        var document = Parse(content, Json with { AllowDuplicateProperties = true });
        foreach (var name in once)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().Count(m => m.NameEquals(name)) > 1)
            {
                document.Dispose();
                throw new JsonException($"`{name}` is there twice");
            }
        }

        return document;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> content, JsonDocumentOptions options) => JsonDocument.Parse(content.Span.StartsWith("\uFEFF"u8) ? content[3..] : content, options);

    internal static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    internal static string? Text(JsonElement element, string name) => Member(element, name, JsonValueKind.String)?.GetString();
}
