using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

public sealed class FileSourceTests
{
    [Fact]
    public async Task OpenMetrics_is_read_with_seconds()
    {
        var source = await Some.FileAsync("# TYPE x counter\n# HELP x An x.\nx_total{a=\"1\",b=\"}, \\\"\"} 5 1010.5\nx_total{a=\"1\",b=\"}, \\\"\"} 7 1020 # {trace=\"t\"} 0.5\nx_total{b=\"}, \\\"\",a=\"1\"} +Inf 1030\ny NaN 1010\n# EOF\n");
        var series = Assert.Single((await source.SamplesAsync("x_total{a=\"1\"}", Some.Short, default)).List);
        Assert.Equal([1010.5, 1020, 1030], series.Times);
        Assert.Equal([5, 7, double.PositiveInfinity], series.Values);
        Assert.Equal("}, \"", series.Labels["b"]);
        Assert.Equal(2, source.Count);
    }

    [Fact]
    public async Task The_older_format_is_read_with_milliseconds()
    {
        var window = new TimeWindow(DateTimeOffset.FromUnixTimeSeconds(1714525200), TimeSpan.FromSeconds(10), 2);
        var source = await Some.FileAsync("# TYPE x_total counter\nx_total 5 1714525205000\n\nx_total 6 1714525215500\n");
        var set = await source.SamplesAsync("x_total", window, default);
        Assert.Equal([1714525205, 1714525215.5], set.List[0].Times);
    }

    [Theory]
    [InlineData("x 1 1010\n", "m.om:1: the file ends without `# EOF`")]
    [InlineData("x 1 1714525205000\nx 2 1714525206000", "m.om:2: the last line has no end")]
    [InlineData("x 1 1714525205000\n# EOF\n", "m.om:1: OpenMetrics has timestamps in seconds")]
    [InlineData("x 1 1010\n# EOF\nx 2 1020\n", "m.om:3: nothing may follow")]
    [InlineData("x 1\n# EOF\n", "m.om:1: the sample has no timestamp")]
    [InlineData("x 1 1010\nx 2 1010\n# EOF\n", "m.om:2: the samples of a series")]
    [InlineData("x one 1010\n# EOF\n", "m.om:1: `one` is not a number")]
    [InlineData("x 1 soon\n# EOF\n", "m.om:1: `soon` is not a timestamp")]
    [InlineData("x{a=\"1 1 1010\n# EOF\n", "m.om:1: the brace")]
    [InlineData("x{a=\"1\",a=\"2\"} 1 1010\n# EOF\n", "m.om:1: the label `a` stands twice")]
    [InlineData("# TYPE x counter\nx 1 1010\n# EOF\n", "m.om:2: a counter's samples end with `_total`")]
    [InlineData("# TYPE x counters\n# EOF\n", "m.om:1: a `# TYPE` line")]
    [InlineData(" 1 1010\n# EOF\n", "m.om:1: a line is a comment")]
    public async Task What_is_wrong_in_OpenMetrics_is_told_with_its_line(string text, string problem)
    {
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Some.FileAsync(text, "m.om"));
        Assert.Equal(MetricSourceProblem.Unreadable, e.Problem);
        Assert.StartsWith(problem, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_told_with_their_line()
    {
        using var stream = new MemoryStream([.. "x 1 1010\n"u8, 0xFF, 0xFE, (byte)'\n']);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => MetricFile.ReadAsync(stream, "m.om", default));
        Assert.StartsWith("m.om:2: this line is not UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_without_end_is_bounded()
    {
        using var stream = new MemoryStream(new byte[1 << 20]);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => MetricFile.ReadAsync(stream, "m.om", default));
        Assert.Contains("256 KiB", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time,name,value,arm\n1005,x,1.5,canary\n1015,x,,canary\n1025,x,2,canary\n1005,x,9,\n", "x{arm=\"canary\"}")]
    [InlineData("\uFEFFTime, Metric ,Value,\"arm\"\r\n1005,x,1.5,\"canary\"\r\n1970-01-01T00:17:05Z,x,2,canary\r\n", "x{arm=\"canary\"}")]
    [InlineData("time,baseline,canary\n1005,9,1.5\n1970-01-01T01:17:05+01:00,8,2\n", "value{arm=\"canary\"}")]
    public async Task Csv_is_read_long_and_wide(string text, string selector)
    {
        var source = await Some.FileAsync(text, "m.csv");
        var series = Assert.Single((await source.SamplesAsync(selector, Some.Short, default)).List);
        Assert.Equal([1005, 1025], series.Times);
        Assert.Equal([1.5, 2], series.Values);
    }

    [Theory]
    [InlineData("", "m.csv:1: the file is empty")]
    [InlineData("name,value\n", "m.csv:1: the header is")]
    [InlineData("time,value\n", "m.csv:1: the header is")]
    [InlineData("time,a,A\n", "m.csv:1: every column needs")]
    [InlineData("time,a\n1005\n", "m.csv:2: the row has 1 fields, the header 2")]
    [InlineData("time,a\nsoon,1\n", "m.csv:2: `soon` is not a time")]
    [InlineData("time,a\n2030-01-02T03:04:05,1\n", "m.csv:2: `2030-01-02T03:04:05` is not a time")]
    [InlineData("time,a\n1005,1,5\n", "m.csv:2: the row has 3 fields")]
    [InlineData("time,a\n1005,x\n", "m.csv:2: `x` is not a number")]
    [InlineData("time,a\n1005,1\n1004,2\n", "m.csv:3: the samples of a series")]
    [InlineData("time,a\n1005,\"1\n", "m.csv:2: a field in quotes")]
    [InlineData("time,name,value\n1005,,1\n", "m.csv:2: the row names no metric")]
    public async Task What_is_wrong_in_Csv_is_told_with_its_line(string text, string problem) =>
        Assert.StartsWith(problem, (await Assert.ThrowsAsync<MetricSourceException>(() => Some.FileAsync(text, "m.csv"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_computes_nothing()
    {
        var source = await Some.FileAsync("x 1 1010\n# EOF\n");
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => source.ValuesAsync("sum(x)", Some.Short, default));
        Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
    }

    [Fact]
    public async Task A_value_lasts_five_minutes_at_most()
    {
        var source = await Some.FileAsync("x 1 1000\n# EOF\n");
        var set = await source.ValuesAsync("x", new TimeWindow(DateTimeOffset.FromUnixTimeSeconds(940), TimeSpan.FromSeconds(60), 10), default);
        Assert.Equal([1000, 1060, 1120, 1180, 1240], set.List[0].Times);
    }
}
