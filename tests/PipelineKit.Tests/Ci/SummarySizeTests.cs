using System.Text;
using PipelineKit.Ci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class SummarySizeTests
{
    [Theory]
    [InlineData(HostKind.GitHub)]
    [InlineData(HostKind.Azure)]
    public void A_summary_too_large_loses_the_last_rows_of_its_largest_table_and_says_how_many(HostKind kind)
    {
        using var run = new HostRun(kind);
        run.Host.Summarize(new Summary("Title", [Rows("Small", 20), Rows("Large", 20_000), new Paragraph("The end.")]));
        var markdown = run.Summary;
        Assert.InRange(Encoding.UTF8.GetByteCount(markdown), 800 * 1024, 900 * 1024);
        Assert.Contains("| 19-名前", markdown.Split("Large")[0], StringComparison.Ordinal);
        Assert.EndsWith("The end.\n", markdown, StringComparison.Ordinal);
        var kept = markdown.Split("Large")[1].Split('\n').Count(line => line.Contains("名前", StringComparison.Ordinal));
        Assert.Contains($"_{20_000 - kept:N0} more rows are left out here; the full list is in `result.json` (output `report-path`)._", markdown, StringComparison.Ordinal);
        Assert.All(markdown.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)), line => Assert.EndsWith(" |", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_diff_too_large_is_cut_inside_its_fence()
    {
        using var run = new HostRun(HostKind.GitHub);
        run.Host.Summarize(new Summary("Title", [new Preformatted("Diff", "diff", string.Concat(Enumerable.Range(0, 100_000).Select(i => $"+image: {i}@sha256\n")))]));
        Assert.Contains("\n```\n\n</details>\n\n_", run.Summary, StringComparison.Ordinal);
        Assert.True(run.Summary.Length <= 900 * 1024);
    }

    [Fact]
    public void Steps_that_write_several_summaries_stay_under_the_limit_together()
    {
        using var run = new HostRun(HostKind.GitHub);
        for (var i = 0; i < 3; i++)
        {
            run.Host.Summarize(new Summary("Title", [Rows("Large", 10_000)]));
        }

        Assert.True(Encoding.UTF8.GetByteCount(run.Summary) <= 900 * 1024);
    }

    private static Table Rows(string caption, int count) =>
        new(caption, ["Name", "Text"], [.. Enumerable.Range(0, count).Select(i => (IReadOnlyList<Cell>)[$"{i}-名前", new string('x', 80)])]);
}
