namespace PipelineKit.Locking;

/// <summary>Finds again, in a file whose lines have moved, what stood at each place before it was pinned.</summary>
public static class SiteMatch
{
    /// <summary>
    /// Gives each line found now what the lock knows about it. Lines that are where they were come first; of the rest, when as many places are left
    /// over as lines, they are taken in order; when all left over places had the same text, that text; else nothing, which is never wrong.
    /// </summary>
    /// <param name="known">The sites the lock has of one entry in one file.</param>
    /// <param name="lines">The 1-based lines, ascending, where that entry's reference stands in this file now.</param>
    /// <returns>For each line the text before pinning, or null.</returns>
    public static IReadOnlyList<string?> Carry(IEnumerable<LockSite> known, IReadOnlyList<int> lines)
    {
        var left = known.Order(SiteOrder.Instance).ToList();
        var result = new string?[lines.Count];
        var open = new List<int>();
        for (var i = 0; i < lines.Count; i++)
        {
            var same = left.FindIndex(s => s.Line == lines[i]);
            if (same < 0)
            {
                open.Add(i);
                continue;
            }

            result[i] = left[same].Was;
            left.RemoveAt(same);
        }

        var isOneText = left.Select(s => s.Was).Distinct(StringComparer.Ordinal).Count() == 1;
        for (var i = 0; i < open.Count; i++)
        {
            result[open[i]] = left.Count == open.Count ? left[i].Was : isOneText ? left[0].Was : null;
        }

        return result;
    }
}
