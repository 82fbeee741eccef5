namespace PipelineKit.Templating.Evaluation;

/// <summary>The known name that is nearest to a misspelt one.</summary>
internal static class Suggestion
{
    private const int LongestName = 64;

    /// <summary>A question for the nearest name; null when none is near enough.</summary>
    public static string? For(string name, IEnumerable<string> known)
    {
        string? best = null;
        var least = Math.Min(3, (name.Length + 2) / 3) + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length <= LongestName && name.Length <= LongestName && Distance(name, candidate) is var distance && distance < least)
            {
                least = distance;
                best = candidate;
            }
        }

        return best is null ? null : $"Did you mean `{best}`?";
    }

    /// <summary>How many characters must be added, removed or changed (Levenshtein); letters' case does not count.</summary>
    private static int Distance(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                var change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + change);
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
