using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PipelineKit.Ci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

/// <summary>Hostile text in every part of a summary, read by an independent Markdown parser with all its extensions.</summary>
public sealed class HostileSummaryTests
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().UseFootnotes().Build();

    [Fact]
    public void No_link_image_or_HTML_comes_out_that_we_did_not_put_in() =>
        Hostile.Check(texts =>
        {
            using var run = new HostRun(HostKind.GitHub);
            run.Host.Summarize(new Summary("Title", texts.SelectMany(Blocks).ToArray()));
            var document = Markdown.Parse(run.Summary, Pipeline);
            Assert.False(document.Descendants().Any(node => node is LinkInline or AutolinkInline or HtmlInline or LinkReferenceDefinition or EmphasisInline), run.Summary);
            Assert.Single(document.Descendants<HeadingBlock>());
            Assert.Equal(texts.SelectMany(_ => Shape), document.Skip(1).Where(b => b is not LinkReferenceDefinitionGroup).Select(b => b.GetType().Name));
            Assert.All(document.Descendants<HtmlBlock>().Select(b => b.Lines.ToString()), html => Assert.Matches("^(<details><summary>[^<>]*</summary>|</details>)$", html));
            Assert.All(document.Descendants<Markdig.Extensions.Tables.Table>(), table =>
            {
                Assert.Equal(2, table.Count);
                Assert.All(table, row => Assert.Equal(2, ((Markdig.Extensions.Tables.TableRow)row).Count));
            });
        });

    [Fact]
    public void The_text_of_cells_is_what_it_was()
    {
        string[] texts = ["a|b", "`x`", "nginx:1.27", "*bold*", "<b>", "a_b_c", "1. one", "- two", "# three", "\\", "$x$", "&lt;", "!important", "~x~", "ghcr.io/acme/app@sha256:0123"];
        using var run = new HostRun(HostKind.GitHub);
        run.Host.Summarize(new Summary("Title", [new Table(Caption: null, ["Text"], [.. texts.Select(t => (IReadOnlyList<Cell>)[t])])]));
        var table = Markdown.Parse(run.Summary, Pipeline).Descendants<Markdig.Extensions.Tables.Table>().Single();
        var shown = table.Skip(1).Select(row => string.Concat(row.Descendants<LeafInline>().Select(i => (i as LiteralInline)?.Content.ToString() ?? (i as HtmlEntityInline)?.Transcoded.ToString() ?? "?")));
        Assert.Equal(texts, shown.Select(s => s.Replace("\u200B", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("@acme/security please", "@\u200Bacme/security please")]
    [InlineData("Fixes #123", "Fixes #\u200B123")]
    [InlineData("GH-12", "GH-\u200B12")]
    [InlineData("acme/shop@main", "acme/shop@\u200Bmain")]
    public void Mentions_and_issue_numbers_are_broken_where_a_backslash_would_not_help(string text, string expected)
    {
        Assert.Equal(expected, MarkdownText.Escape(text));
        Assert.Equal($"`{text}`", MarkdownText.Code(text));
    }

    private static readonly string[] Shape = ["ParagraphBlock", "ParagraphBlock", "Table", "HtmlBlock", "FencedCodeBlock", "HtmlBlock", "FencedCodeBlock"];

    // Text that is empty would leave no paragraph to count, so each begins with something to see.
    private static IEnumerable<SummaryBlock> Blocks(string text) =>
    [
        new Paragraph(Visible(text)),
        new Table(Visible(text), [text, text], [[text, new Cell(text, Code: true)]]),
        new Preformatted(text, text, text),
        new Preformatted(Caption: null, "diff", text),
    ];

    private static string Visible(string text) => text.Any(c => c > ' ' && !char.IsWhiteSpace(c) && char.IsLetterOrDigit(c)) ? text : text + "x";
}
