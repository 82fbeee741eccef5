using System.Text;

namespace PipelineKit.Evidence;

/// <summary>
/// What the linker of Go writes into a program (runtime/debug.BuildInfo): the version of Go, which is that of its standard library, and the modules. Since Go 1.18 the texts follow a
/// header of 32 bytes; before, the header points to them.
/// </summary>
internal static class GoBuildInfo
{
    private const int HeaderSize = 32;
    private const int Alignment = 16;
    private const int MaximumText = 16 << 20;
    private const int SentinelSize = 16;

    // Behind a byte 0xff.
    private static ReadOnlySpan<byte> Magic => " Go buildinf:"u8;

    /// <summary>The packages of a program; null when it is not made of Go.</summary>
    internal static FileFacts? Read(ReadOnlySpan<byte> program)
    {
        for (var from = 0; program[from..].IndexOf(Magic) is >= 0 and var found; from += found + 1)
        {
            var at = from + found - 1;
            if (at >= 0 && at % Alignment == 0 && program[at] == 0xff && at + HeaderSize <= program.Length && Texts(program, at) is (var version, var modules))
            {
                return Facts(version, modules);
            }
        }

        return null;
    }

    private static (string Version, string Modules)? Texts(ReadOnlySpan<byte> program, int at)
    {
        var (size, flags) = (program[at + 14], program[at + 15]);
        if ((flags & 2) != 0)
        {
            var rest = program[(at + HeaderSize)..];
            return TakeText(ref rest) is { } inline && IsVersion(inline) && TakeText(ref rest) is { } modules ? (inline, modules) : null;
        }

        if (size is not (4 or 8) || flags > 1)
        {
            return null;
        }

        var image = new ElfImage(program);
        return image.GoText(at + 16) is { } version && IsVersion(version) ? (version, image.GoText(at + 16 + size) ?? "") : null;
    }

    private static FileFacts Facts(string version, string text)
    {
        var packages = new List<FoundPackage>();
        var release = version.Split(' ')[0];
        packages.Add(release.StartsWith("go", StringComparison.Ordinal)
            ? new FoundPackage("golang", "", "stdlib", release[2..])
            : new FoundPackage("golang", "", "stdlib", release) { IsVague = true });
        var isKnown = text.Length > 2 * SentinelSize && text[^(SentinelSize + 1)] == '\n' && AddModules(text[SentinelSize..^SentinelSize], packages);
        return new FileFacts(FileKind.Program) { Packages = packages, Problem = isKnown ? null : "it is a Go program built without information about its modules" };
    }

    // Columns with tabs between: `dep PATH VERSION SUM`; a line `=> PATH VERSION SUM` takes the place of the one before. A program that was not built as a module
    // names nothing but its path, `path example.org/program`; so do those of Go itself (`cmd/...`), which are made of nothing else.
    private static bool AddModules(string text, List<FoundPackage> packages)
    {
        var isModule = false;
        for (var position = 0; ControlReader.TryTakeLine(text, ref position, out var line);)
        {
            var columns = line.ToString().Split('\t');
            isModule |= columns[0] is "mod" or "dep" || (columns is ["path", var path, ..] && !path.Split('/')[0].Contains('.', StringComparison.Ordinal));
            if (columns.Length < 3 || columns[1].Length == 0 || !columns[2].StartsWith('v'))
            {
                continue;
            }

            if (columns[0] is "=>" && packages.Count > 1)
            {
                packages[^1] = Module(columns);
            }
            else if (columns[0] is "dep" or "mod")
            {
                packages.Add(Module(columns));
            }
        }

        return isModule;
    }

    private static FoundPackage Module(string[] columns)
    {
        var slash = columns[1].LastIndexOf('/');
        return new FoundPackage("golang", slash < 0 ? "" : columns[1][..slash], columns[1][(slash + 1)..], columns[2]);
    }

    private static bool IsVersion(string text) => text.StartsWith("go", StringComparison.Ordinal) || text.StartsWith("devel", StringComparison.Ordinal);

    // Its length in seven bits per byte, then so many bytes.
    private static string? TakeText(ref ReadOnlySpan<byte> rest)
    {
        var length = 0L;
        for (var shift = 0; ; shift += 7)
        {
            if (rest.IsEmpty || shift > 28)
            {
                return null;
            }

            var value = rest[0];
            rest = rest[1..];
            length |= (long)(value & 0x7f) << shift;
            if (value < 0x80)
            {
                break;
            }
        }

        if (length > MaximumText || length > rest.Length)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(rest[..(int)length]);
        rest = rest[(int)length..];
        return text;
    }
}
