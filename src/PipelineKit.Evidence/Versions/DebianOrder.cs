namespace PipelineKit.Evidence;

/// <summary>Debian policy 5.6.12: <c>[epoch:]upstream[-revision]</c>, as <c>dpkg --compare-versions</c> orders them.</summary>
internal static class DebianOrder
{
    public static int? Compare(string left, string right)
    {
        if (!TrySplit(left, out var leftEpoch, out var leftUpstream, out var leftRevision) || !TrySplit(right, out var rightEpoch, out var rightUpstream, out var rightRevision))
        {
            return null;
        }

        var order = Digits.Compare(leftEpoch, rightEpoch);
        order = order != 0 ? order : CompareParts(leftUpstream, rightUpstream);
        return order != 0 ? order : CompareParts(leftRevision, rightRevision);
    }

    private static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> epoch, out ReadOnlySpan<char> upstream, out ReadOnlySpan<char> revision)
    {
        var colon = text.IndexOf(':');
        epoch = colon < 0 ? default : text[..colon];
        upstream = text[(colon + 1)..];
        var dash = upstream.LastIndexOf('-');
        revision = dash < 0 ? default : upstream[(dash + 1)..];
        upstream = dash < 0 ? upstream : upstream[..dash];
        return upstream.Length > 0 && (colon < 0 || Digits.AreAll(epoch)) && (dash < 0 || revision.Length > 0)
            && IsOf(upstream, ".+-~:") && IsOf(revision, ".+~");
    }

    private static bool IsOf(ReadOnlySpan<char> text, string others)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !others.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Runs of non-digits by character (tilde before the end, the end before letters, letters before the rest) and runs of digits by value, in turn.</summary>
    private static int CompareParts(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (left.Length > 0 || right.Length > 0)
        {
            while ((left.Length > 0 && !char.IsAsciiDigit(left[0])) || (right.Length > 0 && !char.IsAsciiDigit(right[0])))
            {
                var order = Weight(left).CompareTo(Weight(right));
                if (order != 0)
                {
                    return order;
                }

                left = left[1..];
                right = right[1..];
            }

            var (a, b) = (Digits.Count(left), Digits.Count(right));
            var numbers = Digits.Compare(left[..a], right[..b]);
            if (numbers != 0)
            {
                return numbers;
            }

            left = left[a..];
            right = right[b..];
        }

        return 0;
    }

    private static int Weight(ReadOnlySpan<char> text) => text.IsEmpty || char.IsAsciiDigit(text[0]) ? 0
        : text[0] == '~' ? -1
        : char.IsAsciiLetter(text[0]) ? text[0]
        : text[0] + 256;
}
