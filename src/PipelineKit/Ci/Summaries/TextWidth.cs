using System.Globalization;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>How many columns text takes on a terminal: East Asian wide characters and emoji take two, combining marks none.</summary>
internal static class TextWidth
{
    // Unicode UAX #11, the blocks whose characters are wide (W) or fullwidth (F).
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23F3), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
        (0xA000, 0xA4CF), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns of one line.</summary>
    internal static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>The text in pieces of at most this many columns, broken at spaces where there are any, else anywhere.</summary>
    internal static IEnumerable<string> WrapWords(string text, int width)
    {
        if (width == int.MaxValue || Of(text) <= width)
        {
            yield return text;
            yield break;
        }

        var rest = text;
        while (Of(rest) > width)
        {
            var fits = Math.Max(LengthThatFits(rest, width), 1);
            var space = rest.LastIndexOf(' ', Math.Min(fits, rest.Length - 1));
            var cut = space > 0 ? space : fits;
            yield return rest[..cut].TrimEnd();
            rest = rest[cut..].TrimStart();
        }

        yield return rest;
    }

    private static int LengthThatFits(string text, int width)
    {
        var (length, columns) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            columns += Of(rune);
            if (columns > width)
            {
                return length == 0 ? rune.Utf16SequenceLength : length;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static int Of(Rune rune)
    {
        var category = Rune.GetUnicodeCategory(rune);
        return category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
            : rune.Value >= Wide[0].First && Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
            : 1;
    }
}
