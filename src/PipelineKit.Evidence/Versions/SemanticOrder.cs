namespace PipelineKit.Evidence;

/// <summary>
/// Semantic Versioning 2.0.0 section 11, with what the ecosystems allow beside it: a leading <c>v</c>, and numbers left out at the end (zero). NuGet has a fourth number and compares labels without regard to case.
/// </summary>
internal static class SemanticOrder
{
    public static int? Compare(string left, string right, bool isNuGet)
    {
        if (!TrySplit(left, isNuGet, out var leftNumbers, out var leftLabels) || !TrySplit(right, isNuGet, out var rightNumbers, out var rightLabels))
        {
            return null;
        }

        while (leftNumbers.Length > 0 || rightNumbers.Length > 0)
        {
            var order = Digits.Compare(Cut(ref leftNumbers), Cut(ref rightNumbers));
            if (order != 0)
            {
                return order;
            }
        }

        if (leftLabels.IsEmpty || rightLabels.IsEmpty)
        {
            return rightLabels.Length.CompareTo(leftLabels.Length);
        }

        while (leftLabels.Length > 0 && rightLabels.Length > 0)
        {
            var order = CompareLabels(Cut(ref leftLabels), Cut(ref rightLabels), isNuGet);
            if (order != 0)
            {
                return order;
            }
        }

        return leftLabels.Length.CompareTo(rightLabels.Length);
    }

    private static bool TrySplit(ReadOnlySpan<char> text, bool isNuGet, out ReadOnlySpan<char> numbers, out ReadOnlySpan<char> labels)
    {
        text = text.Trim();
        text = text.Length > 0 && (text[0] is 'v' or 'V') && !isNuGet ? text[1..] : text;
        var plus = text.IndexOf('+');
        text = plus < 0 ? text : text[..plus];
        var dash = text.IndexOf('-');
        numbers = dash < 0 ? text : text[..dash];
        labels = dash < 0 ? default : text[(dash + 1)..];
        var count = 0;
        foreach (var range in numbers.Split('.'))
        {
            if (!Digits.AreAll(numbers[range]) || ++count > (isNuGet ? 4 : 3))
            {
                return false;
            }
        }

        return dash < 0 || AreLabels(labels);
    }

    private static bool AreLabels(ReadOnlySpan<char> labels)
    {
        foreach (var range in labels.Split('.'))
        {
            var label = labels[range];
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }
            }

            if (label.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private static int CompareLabels(ReadOnlySpan<char> left, ReadOnlySpan<char> right, bool ignoreCase)
    {
        var (isNumber, isOtherNumber) = (Digits.AreAll(left), Digits.AreAll(right));
        return isNumber && isOtherNumber ? Digits.Compare(left, right)
            : isNumber != isOtherNumber ? (isNumber ? -1 : 1)
            : left.CompareTo(right, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
    }

    /// <summary>Takes what stands before the first dot; nothing when nothing is left.</summary>
    private static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> text)
    {
        var dot = text.IndexOf('.');
        var part = dot < 0 ? text : text[..dot];
        text = dot < 0 ? default : text[(dot + 1)..];
        return part;
    }
}
