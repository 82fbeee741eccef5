namespace PipelineKit.Yaml;

/// <summary>What somebody probably meant by a misspelt name.</summary>
public static class Suggestion
{
    private const int MaximumLength = 64;

    /// <summary>The nearest of the known names when it is near enough to be meant (a third of the letters), or null.</summary>
    public static string? For(string word, IEnumerable<string> known)
    {
        if (word.Length is 0 or > MaximumLength)
        {
            return null;
        }

        var best = known
            .Where(k => k.Length is > 0 and <= MaximumLength)
            .Select(k => (Name: k, Distance: Distance(word, k)))
            .OrderBy(k => k.Distance)
            .ThenBy(k => k.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, Math.Min(word.Length, best.Name.Length) / 3) ? best.Name : null;
    }

    // Insertions, deletions, replacements and swapped neighbours count one each; case, `-` and `_` count nothing.
    private static int Distance(string left, string right)
    {
        var a = Plain(left);
        var b = Plain(right);
        int[] twoAbove = [], above = [], row = [];
        for (var i = 0; i <= a.Length; i++)
        {
            row = new int[b.Length + 1];
            for (var j = 0; j <= b.Length; j++)
            {
                row[j] = i == 0 ? j : j == 0 ? i : Math.Min(above[j], row[j - 1]) + 1;
                if (i > 0 && j > 0)
                {
                    row[j] = Math.Min(row[j], above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                    var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                    row[j] = swapped ? Math.Min(row[j], twoAbove[j - 2] + 1) : row[j];
                }
            }

            (twoAbove, above) = (above, row);
        }

        return row[^1];
    }

    private static string Plain(string name) => name.Replace('_', '-').ToLowerInvariant();
}
