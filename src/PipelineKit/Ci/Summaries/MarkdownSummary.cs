using System.Globalization;
using System.Text;

namespace PipelineKit.Ci;

/// <summary>A summary as GitHub-flavoured Markdown, kept under a size by leaving out last rows, cleanly and saying so.</summary>
internal static class MarkdownSummary
{
    /// <summary>The Markdown, at most this many bytes of UTF-8.</summary>
    internal static string Render(Summary summary, Func<string, string> scrub, int limit)
    {
        var title = $"## {MarkdownText.Escape(scrub(summary.Title))}\n";
        var blocks = summary.Blocks.Select(block => MarkdownBlock.Of(block, scrub)).ToList();
        var excess = Bytes(title) + blocks.Sum(block => block.Size) - limit;
        ShortenLargest(blocks, excess);
        while (blocks.Count > 0 && Bytes(title) + blocks.Sum(block => block.Size) > limit)
        {
            blocks.RemoveAt(blocks.Count - 1);
        }

        var text = new StringBuilder(title);
        foreach (var block in blocks)
        {
            text.Append('\n').Append(block.Text());
        }

        return Bytes(title) > limit ? "" : text.ToString();
    }

    private static void ShortenLargest(List<MarkdownBlock> blocks, long excess)
    {
        while (excess > 0)
        {
            var largest = blocks.Where(block => block.CanShorten).MaxBy(block => block.Size);
            if (largest is null)
            {
                return;
            }

            excess -= largest.Shorten();
        }
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private sealed class MarkdownBlock
    {
        private const string Full = "the full list is in `result.json` (output `report-path`)";
        private const int MaxCell = 2048;
        private const int NoteSize = 160;
        private readonly string _head;
        private readonly Func<IReadOnlyList<string>, string> _body;
        private readonly List<string> _rows;
        private readonly string _unit;
        private readonly int _fixed;
        private int _missing;

        private MarkdownBlock(string head, List<string> rows, string unit, Func<IReadOnlyList<string>, string> body)
        {
            (_head, _rows, _unit, _body) = (head, rows, unit, body);
            _fixed = Bytes(head) + Bytes(body([])) + 1;
            Size = _fixed + rows.Sum(row => Bytes(row) + 1);
        }

        internal int Size { get; private set; }

        internal bool CanShorten => _rows.Count > 0;

        internal static MarkdownBlock Of(SummaryBlock block, Func<string, string> scrub) =>
            block switch
            {
                Paragraph paragraph => new(Text(paragraph.Text, scrub) + "\n", [], "", _ => ""),
                Table table => OfTable(table, scrub),
                Preformatted text => OfText(text, scrub),
                _ => throw new NotSupportedException($"A block of the kind {block.GetType().Name} cannot be shown."),
            };

        /// <summary>Leaves out the last row; returns how many bytes that saved.</summary>
        internal int Shorten()
        {
            var saved = Bytes(_rows[^1]) + 1 - (_missing == 0 ? NoteSize : 0);
            _rows.RemoveAt(_rows.Count - 1);
            _missing++;
            Size -= saved;
            return saved;
        }

        internal string Text()
        {
            var note = _missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\n_{_missing:N0} more {_unit} are left out here; {Full}._\n");
            return _head + _body(_rows) + note;
        }

        private static string Text(string text, Func<string, string> scrub) =>
            string.Join("\\\n", SafeText.Lines(scrub(text)).Select(line => line.Trim()).Where(line => line.Length > 0).Select(MarkdownText.Escape));

        private static MarkdownBlock OfTable(Table table, Func<string, string> scrub)
        {
            var caption = table.Caption is null ? "" : Text(table.Caption, scrub) + "\n\n";
            var headers = $"| {string.Join(" | ", table.Headers.Select(h => MarkdownText.Escape(scrub(h))))} |\n|{string.Concat(table.Headers.Select(_ => " --- |"))}\n";
            var rows = table.Rows.Select(row => $"| {string.Join(" | ", row.Select(cell => OfCell(cell, scrub)))} |").ToList();
            return new(caption + headers, rows, "rows", lines => string.Concat(lines.Select(line => line + "\n")));
        }

        private static string OfCell(Cell cell, Func<string, string> scrub)
        {
            var text = SafeText.Line(scrub(cell.Text), MaxCell);
            var shown = cell.Code ? MarkdownText.Code(text) : MarkdownText.Escape(text);
            return cell.Link is null ? shown : MarkdownText.Link(shown, scrub(cell.Link));
        }

        private static MarkdownBlock OfText(Preformatted text, Func<string, string> scrub)
        {
            var lines = SafeText.Lines(scrub(text.Text).TrimEnd('\n')).ToList();
            return text.Caption is null
                ? new("", lines, "lines", rows => MarkdownText.Fence(rows, text.Language))
                : new(
                    $"<details><summary>{MarkdownText.Html(scrub(text.Caption))}</summary>\n\n",
                    lines,
                    "lines",
                    rows => MarkdownText.Fence(rows, text.Language) + "\n</details>\n");
        }
    }
}
