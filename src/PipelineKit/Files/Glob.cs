namespace PipelineKit.Files;

/// <summary>
/// A pattern for paths relative to a root, written with <c>/</c>: <c>*</c> and <c>?</c> within one name, <c>**</c> for any number of folders,
/// <c>{a,b}</c> for either, <c>[abc]</c>, <c>[a-z]</c> and <c>[!x]</c> for one character. A pattern without <c>/</c> fits a file or folder of that name at
/// any depth, one with <c>/</c> starts at the root; a pattern that fits a folder fits everything below it. Letter case counts.
/// </summary>
public sealed class Glob
{
    private const int MaximumLength = 1024;
    private const int MaximumAlternatives = 64;
    private readonly string[][] _alternatives;

    private Glob(string text, string[][] alternatives)
    {
        Text = text;
        _alternatives = alternatives;
    }

    /// <summary>The pattern as given.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern; <paramref name="problem"/> says what is wrong with it, or is null.</summary>
    public static Glob? TryParse(string pattern, out string? problem)
    {
        problem = Check(pattern);
        if (problem is not null)
        {
            return null;
        }

        var expanded = new List<string>();
        if (!Expand(pattern.Replace('\\', '/'), expanded))
        {
            problem = $"the pattern stands for more than {MaximumAlternatives} alternatives";
            return null;
        }

        return new Glob(pattern, [.. expanded.Select(Segments)]);
    }

    /// <summary>Reads a pattern; throws <see cref="FormatException"/> with what is wrong.</summary>
    public static Glob Parse(string pattern) => TryParse(pattern, out var problem) ?? throw new FormatException($"`{pattern}` is not a pattern: {problem}");

    /// <summary>Whether the pattern fits this relative path, or a folder above it.</summary>
    public bool Matches(string path)
    {
        var names = path.Split('/');
        return Array.Exists(_alternatives, a => MatchNames(a, names));
    }

    private static string? Check(string pattern) =>
        pattern switch
        {
            "" => "it is empty",
            { Length: > MaximumLength } => $"it is longer than {MaximumLength} characters",
            _ when pattern.AsSpan().ContainsAny('\0', '\r', '\n') => "it has a line end or NUL in it",
            _ => null,
        };

    // The first outermost {...} with a comma is replaced by each of its parts, and so on.
    private static bool Expand(string pattern, List<string> into)
    {
        if (into.Count >= MaximumAlternatives)
        {
            return false;
        }

        for (var open = pattern.IndexOf('{', StringComparison.Ordinal); open >= 0; open = pattern.IndexOf('{', open + 1))
        {
            if (Parts(pattern, open, out var close) is { Count: > 1 } parts)
            {
                return parts.TrueForAll(part => Expand(string.Concat(pattern.AsSpan(0, open), part, pattern.AsSpan(close + 1)), into));
            }
        }

        into.Add(pattern);
        return true;
    }

    private static List<string>? Parts(string pattern, int open, out int close)
    {
        var parts = new List<string>();
        var start = open + 1;
        var depth = 0;
        for (close = open + 1; close < pattern.Length; close++)
        {
            var c = pattern[close];
            if (c is ',' or '}' && depth == 0)
            {
                parts.Add(pattern[start..close]);
                start = close + 1;
                if (c == '}')
                {
                    return parts;
                }
            }
            else
            {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
        }

        return null;
    }

    private static string[] Segments(string pattern)
    {
        var trimmed = pattern.StartsWith("./", StringComparison.Ordinal) ? pattern[2..] : pattern;
        var rooted = trimmed.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var names = trimmed.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return rooted ? names : ["**", .. names];
    }

    // After a failed try only the last ** has to take one name more, as with * inside a name.
    private static bool MatchNames(string[] pattern, string[] names)
    {
        int p = 0, n = 0, star = -1, from = 0;
        while (n < names.Length)
        {
            if (p == pattern.Length)
            {
                return true;
            }

            if (pattern[p] == "**")
            {
                star = p++;
                from = n;
            }
            else if (GlobName.Matches(pattern[p], names[n]))
            {
                p++;
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

        return p == pattern.Length || (p == pattern.Length - 1 && pattern[p] == "**" && p > 0 && pattern[p - 1] == "**");
    }
}
