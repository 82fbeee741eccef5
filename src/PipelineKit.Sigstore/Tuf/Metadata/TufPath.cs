namespace PipelineKit.Sigstore;

/// <summary>Names of targets and roles: patterns, and their form in addresses.</summary>
internal static class TufPath
{
    private const int MaximumLength = 1024;

    /// <summary>
    /// Whether the target fits the pattern: <c>*</c> stands for any characters and <c>?</c> for one, neither for a slash. Case counts on every platform.
    /// </summary>
    internal static bool Matches(string pattern, string target)
    {
        var patterns = pattern.Split('/');
        var names = target.Split('/');
        return patterns.Length == names.Length && patterns.Zip(names).All(p => MatchesSegment(p.First, p.Second));
    }

    /// <summary>A target path as segments of an address; throws for one that could lead elsewhere.</summary>
    internal static IReadOnlyList<string> Segments(string target)
    {
        var segments = target.Split('/');
        if (target.Length is 0 or > MaximumLength || segments.Any(s => s is "" or "." or "..") || target.Any(c => c is '\\' || char.IsControl(c)))
        {
            throw new TufException(TufProblem.Malformed, "target", "the name asked for is not a relative path of plain names with slashes between them");
        }

        return [.. segments.Select(Uri.EscapeDataString)];
    }

    private static bool MatchesSegment(string pattern, string name)
    {
        // Greedy with one place to come back to, so that the time is at most the product of the lengths.
        var (p, n, star, mark) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, n);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == name[n]))
            {
                p++;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(p).TrimStart('*').IsEmpty;
    }
}
