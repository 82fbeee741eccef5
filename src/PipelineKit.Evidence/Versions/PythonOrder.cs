namespace PipelineKit.Evidence;

/// <summary>PEP 440 (version specifiers of Python packages): epoch, release, pre-, post- and development releases, local label.</summary>
internal static class PythonOrder
{
    public static int? Compare(string left, string right)
    {
        if (!TryParse(left, out var a) || !TryParse(right, out var b))
        {
            return null;
        }

        var order = Digits.Compare(a.Epoch, b.Epoch);
        order = order != 0 ? order : CompareReleases(a.Release, b.Release);
        order = order != 0 ? order : a.PreKind.CompareTo(b.PreKind);
        order = order != 0 ? order : Digits.Compare(a.PreNumber, b.PreNumber);
        order = order != 0 ? order : a.HasPost.CompareTo(b.HasPost);
        order = order != 0 ? order : Digits.Compare(a.PostNumber, b.PostNumber);
        order = order != 0 ? order : b.HasDev.CompareTo(a.HasDev);
        order = order != 0 ? order : Digits.Compare(a.DevNumber, b.DevNumber);
        return order != 0 ? order : CompareLocals(a.Local, b.Local);
    }

    private static bool TryParse(string text, out Parts parts)
    {
        parts = default;
        var rest = text.AsSpan().Trim();
        var plus = rest.IndexOf('+');
        parts.Local = plus < 0 ? default : rest[(plus + 1)..];
        rest = plus < 0 ? rest : rest[..plus];
        rest = rest.Length > 0 && (rest[0] is 'v' or 'V') ? rest[1..] : rest;
        var epoch = rest.IndexOf('!');
        parts.Epoch = epoch < 0 ? default : rest[..epoch];
        rest = rest[(epoch + 1)..];
        var length = Digits.Count(rest);
        var isFine = length > 0 && (epoch < 0 || Digits.AreAll(parts.Epoch)) && (plus < 0 || IsLocal(parts.Local));
        while (length + 1 < rest.Length && rest[length] == '.' && char.IsAsciiDigit(rest[length + 1]))
        {
            length += 1 + Digits.Count(rest[(length + 1)..]);
        }

        parts.Release = rest[..length];
        rest = rest[length..];
        var pre = TakeWord(ref rest, "alpha a beta b preview pre c rc", out parts.PreNumber);
        if (rest.Length > 1 && rest[0] == '-' && char.IsAsciiDigit(rest[1]))
        {
            parts.HasPost = true;
            length = Digits.Count(rest[1..]);
            parts.PostNumber = rest.Slice(1, length);
            rest = rest[(1 + length)..];
        }
        else
        {
            parts.HasPost = TakeWord(ref rest, "post rev r", out parts.PostNumber).Length > 0;
        }

        parts.HasDev = TakeWord(ref rest, "dev", out parts.DevNumber).Length > 0;

        // A development release of the release itself is before its alphas; the release itself is after its candidates.
        parts.PreKind = pre switch
        {
            "alpha" or "a" => 1,
            "beta" or "b" => 2,
            "" => parts.HasDev && !parts.HasPost ? 0 : 4,
            _ => 3,
        };
        return isFine && rest.IsEmpty;
    }

    /// <summary>Takes <c>[-_.]word[-_.]number</c>; empty when none of the words is there.</summary>
    private static string TakeWord(scoped ref ReadOnlySpan<char> rest, string words, out ReadOnlySpan<char> number)
    {
        number = default;
        var start = rest.Length > 0 && (rest[0] is '-' or '_' or '.') ? 1 : 0;
        foreach (var word in words.Split(' '))
        {
            if (!rest[start..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            rest = rest[(start + word.Length)..];
            var skip = rest.Length > 1 && (rest[0] is '-' or '_' or '.') && char.IsAsciiDigit(rest[1]) ? 1 : 0;
            var length = Digits.Count(rest[skip..]);
            number = rest.Slice(skip, length);
            rest = length == 0 ? rest : rest[(skip + length)..];
            return word;
        }

        return "";
    }

    private static int CompareReleases(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (left.Length > 0 || right.Length > 0)
        {
            var order = Digits.Compare(Cut(ref left), Cut(ref right));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareLocals(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (left.Length > 0 && right.Length > 0)
        {
            var a = Cut(ref left);
            var b = Cut(ref right);
            var (isNumber, isOtherNumber) = (Digits.AreAll(a), Digits.AreAll(b));
            var order = isNumber != isOtherNumber ? (isNumber ? 1 : -1)
                : isNumber ? Digits.Compare(a, b)
                : a.CompareTo(b, StringComparison.OrdinalIgnoreCase);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        while (local.Length > 0)
        {
            var length = local.Length;
            var part = Cut(ref local);
            if (part.IsEmpty || part.Length + 1 == length)
            {
                return false;
            }

            foreach (var c in part)
            {
                if (!char.IsAsciiLetterOrDigit(c))
                {
                    return false;
                }
            }

            if (local.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> Cut(ref ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('.', '-', '_');
        var part = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return part;
    }

    private ref struct Parts
    {
        public ReadOnlySpan<char> Epoch;
        public ReadOnlySpan<char> Release;
        public int PreKind;
        public ReadOnlySpan<char> PreNumber;
        public bool HasPost;
        public ReadOnlySpan<char> PostNumber;
        public bool HasDev;
        public ReadOnlySpan<char> DevNumber;
        public ReadOnlySpan<char> Local;
    }
}
