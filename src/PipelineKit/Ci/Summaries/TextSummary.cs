namespace PipelineKit.Ci;

/// <summary>A summary as lines of plain text, tables aligned and fitted to the width of the terminal. What the log has said already is left out, and so are pictures.</summary>
internal static class TextSummary
{
    /// <summary>The lines; every piece of text has gone through <paramref name="clean"/>. Whoever typed the command needs no title.</summary>
    internal static IEnumerable<string> Render(Summary summary, Func<string, string> clean, int width)
    {
        var blocks = summary.Blocks.Where(block => block is not Table { RepeatsTheLog: true } and not Preformatted { Language: "mermaid" });
        return blocks.SelectMany((block, i) => i == 0 ? Lines(block, clean, width) : Lines(block, clean, width).Prepend(""));
    }

    private static IEnumerable<string> Lines(SummaryBlock block, Func<string, string> clean, int width) =>
        block switch
        {
            Paragraph paragraph => paragraph.Text.Split('\n').SelectMany(line => TextWidth.WrapWords(clean(line), width)),
            Table table => Captioned(table.Caption, clean, TextTable.Render(table, clean, width)),
            Preformatted text => Captioned(text.Caption, clean, text.Text.TrimEnd('\n').Split('\n').Select(clean)),
            _ => throw new NotSupportedException($"A block of the kind {block.GetType().Name} cannot be shown."),
        };

    private static IEnumerable<string> Captioned(string? caption, Func<string, string> clean, IEnumerable<string> lines) =>
        caption is null ? lines : lines.Prepend(clean(caption));
}
