using System.Text;

namespace PipelineKit.Ci;

/// <summary>A table in columns: as wide as its text, and no wider than the terminal; cells that do not fit go on in the next line.</summary>
internal static class TextTable
{
    private const int Gap = 2;
    private const int LeastColumn = 8;

    internal static IEnumerable<string> Render(Table table, Func<string, string> clean, int width)
    {
        var headers = table.Headers.Select(clean).ToArray();
        var rows = table.Rows.Select(row => row.Select(cell => clean((cell.Brief ?? cell.Text).Replace('\n', ' '))).ToArray()).ToArray();
        var widths = Fit(Natural(headers, rows), width);
        IEnumerable<string[]> all = [headers, [.. widths.Select(w => new string('-', w))], .. rows];
        return all.SelectMany(row => Lines(row, widths));
    }

    private static int[] Natural(string[] headers, string[][] rows)
    {
        var widths = headers.Select(TextWidth.Of).ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < widths.Length && i < row.Length; i++)
            {
                widths[i] = Math.Max(widths[i], TextWidth.Of(row[i]));
            }
        }

        return widths;
    }

    // The widest column gives way first.
    private static int[] Fit(int[] widths, int width)
    {
        while (widths.Length > 0 && widths.Sum(w => (long)w) + (Gap * (widths.Length - 1)) > width)
        {
            var widest = Array.IndexOf(widths, widths.Max());
            if (widths[widest] <= LeastColumn)
            {
                break;
            }

            widths[widest]--;
        }

        return widths;
    }

    private static IEnumerable<string> Lines(string[] row, int[] widths)
    {
        var cells = widths.Select((w, i) => i < row.Length ? TextWidth.WrapWords(row[i], Math.Max(1, w)).ToArray() : []).ToArray();
        var height = Math.Max(1, cells.Select(c => c.Length).DefaultIfEmpty(1).Max());
        for (var y = 0; y < height; y++)
        {
            var line = new StringBuilder();
            for (var x = 0; x < widths.Length; x++)
            {
                var text = y < cells[x].Length ? cells[x][y] : "";
                line.Append(text).Append(' ', widths[x] - TextWidth.Of(text) + Gap);
            }

            yield return line.ToString().TrimEnd();
        }
    }
}
