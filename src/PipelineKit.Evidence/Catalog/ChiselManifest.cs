using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// The manifest of Ubuntu images cut by Chisel, <c>manifest.wall</c>: Zstandard over one JSON object per line, of which those of kind <c>package</c> matter. The first line says
/// how many lines there are, itself included.
/// </summary>
internal static class ChiselManifest
{
    internal static List<FoundPackage> Read(ReadOnlyMemory<byte> content, CatalogLimits limits)
    {
        var text = ControlReader.Decode(Uncompress(content, limits.TextBytes));
        var packages = new List<FoundPackage>();
        var (count, number) = (0, 0);
        for (var position = 0; ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            if (line.IsWhiteSpace())
            {
                continue;
            }

            using var document = JsonDocument.Parse(line.ToString(), FileReader.Json);
            if (++number == 1)
            {
                count = Count(document.RootElement);
            }
            else if (FileReader.Text(document.RootElement, "kind") is "package")
            {
                packages.Add(Package(document.RootElement));
            }
        }

        return number == 0 || number < count || packages.Count == 0
            ? throw new UnreadableFileException($"it has {number} lines with {packages.Count} packages, and says it has {count} lines")
            : packages;
    }

    private static int Count(JsonElement header) =>
        FileReader.Text(header, "jsonwall") is { } version && version.StartsWith("1.", StringComparison.Ordinal)
            ? FileReader.Member(header, "count", JsonValueKind.Number) is { } count && count.TryGetInt32(out var number) ? number : 0
            : throw new UnreadableFileException("it is no jsonwall of version 1");

    private static FoundPackage Package(JsonElement line) =>
        FileReader.Text(line, "name") is { Length: > 0 } name && FileReader.Text(line, "version") is { Length: > 0 } version
            ? new FoundPackage("deb", "", name, version)
            {
                Architecture = FileReader.Text(line, "arch") ?? "",
                Hash = FileReader.Text(line, "sha256") is { Length: 64 } hash ? new BomHash("SHA-256", hash.ToLowerInvariant()) : null,
            }
            : throw new UnreadableFileException("a package in it has no name or no version");

    private static ReadOnlySpan<byte> Uncompress(ReadOnlyMemory<byte> content, int maximum)
    {
        using var stream = new ZstdStream(new MemoryStream(content.ToArray(), writable: false));
        using var output = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            output.Write(buffer, 0, read);
            if (output.Length > maximum)
            {
                throw new UnreadableFileException($"it unpacks to more than {maximum} bytes");
            }
        }

        return output.GetBuffer().AsSpan(0, (int)output.Length);
    }
}
