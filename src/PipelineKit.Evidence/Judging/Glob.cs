namespace PipelineKit.Evidence;

/// <summary>Patterns with <c>*</c> and <c>?</c>; time is bound by the product of both lengths.</summary>
internal static class Glob
{
    /// <summary>Whether a name (package, author, image, environment) fits; <c>*</c> means any characters.</summary>
    internal static bool Name(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, from) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, from) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]))
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>Whether a path fits: <c>*</c> and <c>?</c> stay inside a segment, a segment <c>**</c> means any number of them. A leading <c>/</c> or <c>./</c> says nothing.</summary>
    internal static bool Path(string pattern, string path)
    {
        var patterns = Segments(pattern);
        var segments = Segments(path);
        var (p, s, star, from) = (0, 0, -1, 0);
        while (s < segments.Length)
        {
            if (p < patterns.Length && patterns[p] == "**")
            {
                (star, from) = (p++, s);
            }
            else if (p < patterns.Length && Name(patterns[p], segments[s]))
            {
                (p, s) = (p + 1, s + 1);
            }
            else if (star >= 0)
            {
                (p, s) = (star + 1, ++from);
            }
            else
            {
                return false;
            }
        }

        while (p < patterns.Length && patterns[p] == "**")
        {
            p++;
        }

        return p == patterns.Length;
    }

    private static string[] Segments(string path) => (path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path).TrimStart('/').Split('/');
}
