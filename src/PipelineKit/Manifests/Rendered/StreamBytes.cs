using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace PipelineKit.Manifests.Rendered;

/// <summary>What every byte of a stream must satisfy, before anything is read: valid UTF-8 of characters that all readers of YAML take for the same.</summary>
internal static class StreamBytes
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 0x0B, 0x0C, (byte)'\r', 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F]);

    // First bytes of U+0080 to U+00BF; of U+2000 to U+2FFF; of U+F000 to U+FFFF.
    private static readonly SearchValues<byte> Leads = SearchValues.Create([0xC2, 0xE2, 0xEF]);

    /// <summary>The first fault, or null.</summary>
    /// <param name="text">The stream after a byte order mark at its start.</param>
    /// <param name="from">How many bytes that mark has.</param>
    internal static YamlFault? Check(ReadOnlySpan<byte> text, int from)
    {
        if (!Utf8.IsValid(text))
        {
            return new YamlFault(0, from + FirstInvalid(text), "the bytes are not UTF-8", "Write the template and the values as UTF-8.");
        }

        return Control(text, from) ?? (Ascii.IsValid(text) ? null : Separator(text, from));
    }

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }

    private static YamlFault? Control(ReadOnlySpan<byte> text, int from)
    {
        var at = 0;
        while (text[at..].IndexOfAny(Controls) is var next and >= 0)
        {
            at += next;
            if (text[at] != '\r')
            {
                return new YamlFault(0, from + at, $"the control character U+{(int)text[at]:X4} is not allowed in YAML", "Remove it, or write it as an escape in double quotes.");
            }

            if (at + 1 >= text.Length || text[at + 1] != '\n')
            {
                return new YamlFault(0, from + at, "a carriage return stands without its line feed", "End lines with LF or CR LF.");
            }

            at += 2;
        }

        return null;
    }

    private static YamlFault? Separator(ReadOnlySpan<byte> text, int from)
    {
        var at = 0;
        while (text[at..].IndexOfAny(Leads) is var next and >= 0)
        {
            at += next;
            _ = Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
            if (Problem(rune.Value) is { } problem)
            {
                return new YamlFault(0, from + at, problem, "Remove it, or write it as an escape in double quotes.");
            }

            at += length;
        }

        return null;
    }

    private static string? Problem(int character) =>
        character switch
        {
            0x85 or 0x2028 or 0x2029 => $"U+{character:X4} ends the line for some readers of YAML and not for others",
            < 0xA0 => $"the control character U+{character:X4} is not allowed in YAML",
            0xFEFF => "a byte order mark stands inside the stream",
            0xFFFE or 0xFFFF => $"U+{character:X4} is not a character",
            _ => null,
        };
}
