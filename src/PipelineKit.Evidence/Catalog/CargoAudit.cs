using System.IO.Compression;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The crates of a Rust program built by <c>cargo auditable</c>: zlib over JSON in the section <c>.dep-v0</c>.</summary>
internal static class CargoAudit
{
    internal static List<FoundPackage> Read(ReadOnlySpan<byte> program, int maximum)
    {
        var section = new ElfImage(program).Section(".dep-v0"u8);
        if (section.IsEmpty)
        {
            return [];
        }

        using var document = FileReader.Parse(Uncompress(section.ToArray(), maximum));
        var packages = new List<FoundPackage>();
        if (FileReader.Member(document.RootElement, "packages", JsonValueKind.Array) is not { } listed)
        {
            throw new UnreadableFileException("its list of crates has no `packages`");
        }

        foreach (var entry in listed.EnumerateArray())
        {
            if (FileReader.Text(entry, "kind") is not "build")
            {
                packages.Add(FileReader.Text(entry, "name") is { Length: > 0 } name && FileReader.Text(entry, "version") is { Length: > 0 } version
                    ? new FoundPackage("cargo", "", name, version)
                    : throw new UnreadableFileException("a crate of it has no name or no version"));
            }
        }

        return packages;
    }

    private static byte[] Uncompress(byte[] section, int maximum)
    {
        using var stream = new ZLibStream(new MemoryStream(section, writable: false), CompressionMode.Decompress);
        using var output = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            output.Write(buffer, 0, read);
            if (output.Length > maximum)
            {
                throw new UnreadableFileException($"its list of crates unpacks to more than {maximum} bytes");
            }
        }

        return output.ToArray();
    }
}
