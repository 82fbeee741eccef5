namespace PipelineKit.Files;

/// <summary>One name against one part of a <see cref="Glob"/>: <c>*</c>, <c>?</c> and character sets; linear but for the one star that is retried.</summary>
internal static class GlobName
{
    internal static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0, n = 0, star = -1, from = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                from = n;
            }
            else if (p < pattern.Length && One(pattern, p, name[n], out var next))
            {
                p = next;
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++from;
            }
            else
            {
                return false;
            }
        }

        return !pattern[p..].ContainsAnyExcept('*');
    }

    private static bool One(ReadOnlySpan<char> pattern, int at, char c, out int next)
    {
        next = at + 1;
        if (pattern[at] == '?')
        {
            return true;
        }

        // A ] right after [ or [! is a member of the set; without a closing ] the [ is itself.
        var members = at + 1 + (pattern[at] == '[' && at + 1 < pattern.Length && pattern[at + 1] is '!' or '^' ? 1 : 0);
        var close = pattern[at] == '[' && members + 1 < pattern.Length ? pattern[(members + 1)..].IndexOf(']') : -1;
        if (close < 0)
        {
            return pattern[at] == c;
        }

        next = members + 1 + close + 1;
        return InSet(pattern[members..(next - 1)], c) == (members == at + 1);
    }

    private static bool InSet(ReadOnlySpan<char> set, char c)
    {
        for (var i = 0; i < set.Length; i++)
        {
            if (i + 2 < set.Length && set[i + 1] == '-')
            {
                if (c >= set[i] && c <= set[i + 2])
                {
                    return true;
                }

                i += 2;
            }
            else if (set[i] == c)
            {
                return true;
            }
        }

        return false;
    }
}
