using PipelineKit.Ci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class TextSummaryTests
{
    [Fact]
    public void Columns_line_up_also_with_wide_characters() =>
        Assert.Equal(
            """
            Caption
            File  Name
            ----  ------
            名前  a
            é😀x  ##\[b]

            """.ReplaceLineEndings("\n"),
            Print(int.MaxValue, new Table("Caption", ["File", "Name"], [["名前", "a"], ["é😀x", "##[b]"], ["\u200B", ""]])).Replace("\u200B\n", "", StringComparison.Ordinal));

    [Theory]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(79)]
    public void No_line_is_wider_than_the_terminal_and_nothing_is_lost(int width)
    {
        var digest = "sha256:" + new string('0', 64);
        var text = Print(width, new Table(Caption: null, ["File", "Reference", "Reason"], [["deploy/app.yaml", "nginx:1.27@" + digest, "the tag moved to another digest"]]), new Paragraph("Some words that go on and on until they do not fit."));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= width, line));
        Assert.Equal(64, text.Count(c => c == '0'));
    }

    [Fact]
    public void A_file_gets_lines_of_any_width()
    {
        using var run = new HostRun(HostKind.Console, facts: new() { CurrentFolder = "/", OutputIsTerminal = false, Width = 20 });
        run.Host.Summarize(new Summary("T", [new Paragraph(new string('x', 500))]));
        Assert.Contains(new string('x', 500), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_log_says_is_not_said_again_and_long_texts_are_shown_briefly() =>
        Assert.Equal(
            "Words.\n\nNow\n------\nsha256\n",
            Print(
                80,
                new Paragraph("Words."),
                new Table("What needs a look", ["What"], [["said"]]) { RepeatsTheLog = true },
                new Table(Caption: null, ["Now"], [[new Cell("sha256:0123") { Brief = "sha256" }]])));

    private static string Print(int width, params SummaryBlock[] blocks)
    {
        using var run = new HostRun(HostKind.Console, facts: new() { CurrentFolder = "/", OutputIsTerminal = true, Width = width });
        run.Host.Summarize(new Summary("T", blocks));
        return run.Output;
    }
}
