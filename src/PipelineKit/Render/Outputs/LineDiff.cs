namespace PipelineKit.Render;

/// <summary>Which lines of one text are those of another: Myers' greedy algorithm, given up for a plain replacement when the texts have little in common.</summary>
internal static class LineDiff
{
    // More edits than this nobody reads line by line; it also bounds time and memory (their square, in integers).
    private const int MaximumEdits = 1500;

    /// <summary>Pairs of equal lines as runs, in order.</summary>
    /// <param name="before">The lines of the old text.</param>
    /// <param name="after">The lines of the new text.</param>
    /// <returns>Start in the old text, start in the new text, length.</returns>
    internal static IReadOnlyList<(int Before, int After, int Length)> Common(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var head = 0;
        while (head < before.Count && head < after.Count && Same(before[head], after[head]))
        {
            head++;
        }

        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && Same(before[before.Count - 1 - tail], after[after.Count - 1 - tail]))
        {
            tail++;
        }

        var runs = new List<(int Before, int After, int Length)>();
        Add(runs, 0, 0, head);
        foreach (var (x, y) in Middle(Slice(before, head, tail), Slice(after, head, tail)))
        {
            Add(runs, head + x, head + y, 1);
        }

        Add(runs, before.Count - tail, after.Count - tail, tail);
        return runs;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

    private static string[] Slice(IReadOnlyList<string> lines, int head, int tail)
    {
        var slice = new string[lines.Count - head - tail];
        for (var i = 0; i < slice.Length; i++)
        {
            slice[i] = lines[head + i];
        }

        return slice;
    }

    private static void Add(List<(int Before, int After, int Length)> runs, int before, int after, int length)
    {
        if (length == 0)
        {
            return;
        }

        if (runs.Count > 0 && runs[^1] is var last && last.Before + last.Length == before && last.After + last.Length == after)
        {
            runs[^1] = (last.Before, last.After, last.Length + length);
        }
        else
        {
            runs.Add((before, after, length));
        }
    }

    // `furthest` at diagonal k (k = x - y) is the largest x reached with so many edits; the trace of it leads back.
    private static List<(int X, int Y)> Middle(string[] a, string[] b)
    {
        var most = Math.Min(a.Length + b.Length, MaximumEdits);
        var furthest = new int[(2 * most) + 3];
        var origin = most + 1;
        var trace = new List<int[]>();
        for (var d = 0; d <= most; d++)
        {
            for (var k = -d; k <= d; k += 2)
            {
                var x = k == -d || (k != d && furthest[origin + k - 1] < furthest[origin + k + 1]) ? furthest[origin + k + 1] : furthest[origin + k - 1] + 1;
                while (x < a.Length && x - k < b.Length && Same(a[x], b[x - k]))
                {
                    x++;
                }

                furthest[origin + k] = x;
                if (x >= a.Length && x - k >= b.Length)
                {
                    return Back(trace, d, a.Length, b.Length);
                }
            }

            trace.Add(furthest[(origin - d - 1)..(origin + d + 2)]);
        }

        return [];
    }

    // trace[d] has diagonals -d-1..d+1 after d edits.
    private static List<(int X, int Y)> Back(List<int[]> trace, int edits, int x, int y)
    {
        var pairs = new List<(int X, int Y)>();
        for (var d = edits; d > 0; d--)
        {
            var row = trace[d - 1];
            var k = x - y;
            int At(int diagonal) => row[diagonal + d];
            var from = k == -d || (k != d && At(k - 1) < At(k + 1)) ? k + 1 : k - 1;
            var fromX = At(from);
            var fromY = fromX - from;
            while (x > fromX && y > fromY)
            {
                pairs.Add((--x, --y));
            }

            (x, y) = (fromX, fromY);
        }

        while (x > 0 && y > 0)
        {
            pairs.Add((--x, --y));
        }

        pairs.Reverse();
        return pairs;
    }
}
