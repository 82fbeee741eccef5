namespace PipelineKit.Actions;

/// <summary>Finds the name somebody probably meant.</summary>
public static class Suggestion
{
    /// <summary>The nearest of the known names, or null when none is near: at most a third of the letters wrong, missing or swapped.</summary>
    public static string? For(string typed, IEnumerable<string> known)
    {
        var best = known.Select(name => (Name: name, Distance: Distance(typed, name))).OrderBy(c => c.Distance).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(typed.Length, best.Name.Length) / 3 ? best.Name : null;
    }

    /// <summary>The question to append to a message, with a space in front; empty when nothing is near.</summary>
    public static string Question(string typed, IEnumerable<string> known) => For(typed, known) is { } name ? $" Did you mean `{name}`?" : "";

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
    private static int Distance(string a, string b)
    {
        var (older, old, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            old[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = old[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(substituted, Math.Min(row[j - 1], old[j]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], older[j - 2] + 1);
                }
            }

            (older, old, row) = (old, row, older);
        }

        return old[b.Length];
    }
}
