namespace PipelineKit.Evidence;

/// <summary>RubyGems: numbers and words in any order, a word makes a pre-release; zeros at the end of the numbers do not count.</summary>
internal static class RubyOrder
{
    public static int? Compare(string left, string right)
    {
        if (Segments(left) is not { } a || Segments(right) is not { } b)
        {
            return null;
        }

        for (var i = 0; i < Math.Max(a.Count, b.Count); i++)
        {
            var (x, y) = (i < a.Count ? a[i] : "0", i < b.Count ? b[i] : "0");
            var (isNumber, isOtherNumber) = (char.IsAsciiDigit(x[0]), char.IsAsciiDigit(y[0]));
            var order = isNumber != isOtherNumber ? (isNumber ? 1 : -1)
                : isNumber ? Digits.Compare(x, y)
                : string.CompareOrdinal(x, y);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    /// <summary>The runs of digits and of letters, without the zeros that end the numbers or the whole; null for what is no version.</summary>
    private static List<string>? Segments(string text)
    {
        text = text.Trim().Replace("-", ".pre.", StringComparison.Ordinal);
        if (text.Length == 0 || !char.IsAsciiDigit(text[0]) || text[^1] == '.' || text.Contains("..", StringComparison.Ordinal))
        {
            return null;
        }

        var segments = new List<string>();
        var hasWord = false;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '.')
            {
                i++;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(text[i]))
            {
                return null;
            }

            var start = i;
            var isNumber = char.IsAsciiDigit(text[i]);
            while (i < text.Length && (isNumber ? char.IsAsciiDigit(text[i]) : char.IsAsciiLetter(text[i])))
            {
                i++;
            }

            if (!isNumber && !hasWord)
            {
                hasWord = true;
                DropZeros(segments);
            }

            segments.Add(text[start..i]);
        }

        DropZeros(segments);
        return segments;
    }

    private static void DropZeros(List<string> segments)
    {
        while (segments.Count > 0 && segments[^1].AsSpan().Trim('0').IsEmpty)
        {
            segments.RemoveAt(segments.Count - 1);
        }
    }
}
