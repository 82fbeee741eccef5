namespace PipelineKit.Evidence;

/// <summary>rpm: <c>[epoch:]version[-release]</c>, each compared by rpmvercmp (runs of digits and letters, <c>~</c> before and <c>^</c> after the end).</summary>
internal static class RpmOrder
{
    public static int? Compare(string left, string right)
    {
        if (!TrySplit(left, out var leftEpoch, out var leftVersion, out var leftRelease) || !TrySplit(right, out var rightEpoch, out var rightVersion, out var rightRelease))
        {
            return null;
        }

        var order = Digits.Compare(leftEpoch, rightEpoch);
        order = order != 0 ? order : CompareParts(leftVersion, rightVersion);
        return order != 0 ? order : CompareParts(leftRelease, rightRelease);
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> version, out ReadOnlySpan<char> release)
    {
        var colon = text.IndexOf(':');
        epoch = colon < 0 || text[..colon] is "(none)" ? default : text[..colon];
        version = text[(colon + 1)..];
        var dash = version.LastIndexOf('-');
        release = dash < 0 ? default : version[(dash + 1)..];
        version = dash < 0 ? version : version[..dash];
        return version.Length > 0 && !text.ContainsAny(' ', '\t') && colon != 0 && (epoch.IsEmpty || Digits.AreAll(epoch));
    }

    private static int CompareParts(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            left = SkipSeparators(left);
            right = SkipSeparators(right);
            var (a, b) = (left.IsEmpty ? '\0' : left[0], right.IsEmpty ? '\0' : right[0]);
            if (a == '~' || b == '~')
            {
                if (a != b)
                {
                    return a == '~' ? -1 : 1;
                }

                left = left[1..];
                right = right[1..];
                continue;
            }

            if (a == '^' || b == '^')
            {
                if (a != b)
                {
                    // A caret is after the end, and before everything else.
                    return a == '\0' ? -1 : b == '\0' ? 1 : a == '^' ? -1 : 1;
                }

                left = left[1..];
                right = right[1..];
                continue;
            }

            if (left.IsEmpty || right.IsEmpty)
            {
                return left.Length.CompareTo(right.Length);
            }

            var isNumber = char.IsAsciiDigit(a);
            if (isNumber != char.IsAsciiDigit(b))
            {
                return isNumber ? 1 : -1;
            }

            var (x, y) = (Count(left, isNumber), Count(right, isNumber));
            var order = isNumber ? Digits.Compare(left[..x], right[..y]) : left[..x].SequenceCompareTo(right[..y]);
            if (order != 0)
            {
                return order;
            }

            left = left[x..];
            right = right[y..];
        }
    }

    private static int Count(ReadOnlySpan<char> text, bool isNumber)
    {
        var length = 0;
        while (length < text.Length && (isNumber ? char.IsAsciiDigit(text[length]) : char.IsAsciiLetter(text[length])))
        {
            length++;
        }

        return length;
    }

    private static ReadOnlySpan<char> SkipSeparators(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && !char.IsAsciiLetterOrDigit(text[start]) && text[start] is not '~' and not '^')
        {
            start++;
        }

        return text[start..];
    }
}
