using System.Globalization;
using System.Net;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics.Azure;

/// <summary>What becomes of the answers of Azure Monitor on the way to a judge.</summary>
public sealed class AzureCollectingTests : IDisposable
{
    private const string Query = "POST https://api.loganalytics.azure.com/v1/workspaces/11111111-2222-3333-4444-555555555555/query";
    private const string Columns = """[{"name":"TimeGenerated","type":"datetime"},{"name":"value","type":"long"}]""";

    private static readonly MetricDefinition Errors = new()
    {
        Name = "errors",
        Kind = MetricKind.Errors,
        Query = "R | where {{ scope.matcher }} | summarize value = countif(Success == false) by bin(TimeGenerated, {{ step }})",
        TotalQuery = "R | where {{ scope.matcher }} | summarize value = count() by bin(TimeGenerated, {{ step }})",
    };

    private readonly ScriptedHandler _server = new();
    private readonly Dictionary<string, int?[]> _answers = new(StringComparer.Ordinal);

    [Fact]
    public async Task Counts_of_steps_are_the_counts_and_the_predicate_proves_the_digest()
    {
        _answers["B bad"] = [1, 0, 0, 2, 0, 0, 0, 0, 0, 1];
        _answers["B all"] = [.. Enumerable.Repeat<int?>(100, 10)];
        _answers["C bad"] = [5, null, 0, 2, 0, 0, 0, 0, 0, 1];
        _answers["C all"] = [.. Enumerable.Repeat<int?>(50, 10)];
        var data = await CollectAsync(Errors);
        Assert.Empty(data.Problems);
        Assert.Equal([1, 0, 0, 2, 0, 0, 0, 0, 0, 1], data.BaselineCounts!.Events);
        Assert.Equal([5, 0, 0, 2, 0, 0, 0, 0, 0, 1], data.CanaryCounts!.Events);
        Assert.All(data.CanaryCounts.Total, t => Assert.Equal(50, t));
        Assert.Contains($"(['digest'] == \"{Some.Canary}\")", data.Queries[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Steps_without_requests_are_partial_and_old_rows_stale()
    {
        _answers["B bad"] = _answers["B all"] = [.. Enumerable.Repeat<int?>(100, 10)];
        _answers["C bad"] = [1, 0, 0, 0, 0];
        _answers["C all"] = [9, null, null, null, 9];
        var problems = (await CollectAsync(Errors with { Data = DataPolicy.Default with { StaleAfter = TimeSpan.FromSeconds(20) } })).Problems;
        Assert.Equal([DataProblemKind.Stale, DataProblemKind.Partial], problems.Select(p => p.Kind));
        Assert.All(problems, p => Assert.Equal(Arm.Canary, p.Arm));
    }

    [Fact]
    public async Task More_bad_events_than_events_are_no_counts()
    {
        _answers["B bad"] = _answers["B all"] = _answers["C all"] = [.. Enumerable.Repeat<int?>(10, 10)];
        _answers["C bad"] = [.. Enumerable.Repeat<int?>(11, 10)];
        Assert.Contains((await CollectAsync(Errors)).Problems, p => p is { Kind: DataProblemKind.NotANumber, Arm: Arm.Canary } && p.Detail.StartsWith("in 10 steps there are more bad events", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_events_that_nobody_counts_are_missing()
    {
        _answers["B bad"] = _answers["C bad"] = [];
        _answers["B all"] = _answers["C all"] = [.. Enumerable.Repeat<int?>(10, 10)];
        Assert.Contains((await CollectAsync(Errors)).Problems, p => p is { Kind: DataProblemKind.Missing, Arm: null });
    }

    [Fact]
    public async Task A_canary_without_rows_is_missing()
    {
        _answers["B bad"] = _answers["B all"] = [.. Enumerable.Repeat<int?>(10, 10)];
        _answers["C bad"] = _answers["C all"] = [];
        Assert.Contains((await CollectAsync(Errors)).Problems, p => p is { Kind: DataProblemKind.Missing, Arm: Arm.Canary });
    }

    [Fact]
    public async Task Histograms_are_refused()
    {
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => CollectAsync(Errors with { Kind = MetricKind.Latency, Threshold = 1 }));
        Assert.Contains("count the slow requests instead", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_dispersion_is_that_of_the_counts_before()
    {
        // The history is asked for first by its window, which is the only difference.
        _answers["B bad"] = [0, 40, 0, 40, 0, 40, 0, 40, 0, 40];
        _answers["C bad"] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
        _answers["B all"] = _answers["C all"] = [.. Enumerable.Repeat<int?>(100, 10)];
        Assert.InRange((await CollectAsync(Errors, history: 1)).Dispersion, 15, 25);
    }

    public void Dispose() => _server.Dispose();

    private async Task<MetricData> CollectAsync(MetricDefinition metric, int history = 0)
    {
        _server.Always(Query, Answer);
        using var source = new AzureLogsSource(new AzureConnection { Endpoint = AzureConnection.Logs, Token = "t" }, "11111111-2222-3333-4444-555555555555", _server, new FakeTimeProvider { AutoAdvance = true });
        return (await MetricCollector.CollectAsync(source, [metric], Some.Scopes(), Some.Short, history, default))[0];
    }

    // The rows of an arm, from the beginning of the window that is asked about.
    private HttpResponseMessage Answer(SeenRequest request)
    {
        var arm = request.Body.Contains(Some.Canary.Hex, StringComparison.Ordinal) ? "C" : request.Body.Contains(Some.Baseline.Hex, StringComparison.Ordinal) ? "B" : throw new InvalidOperationException("no digest is asked for");
        using var body = System.Text.Json.JsonDocument.Parse(request.Body);
        var start = DateTimeOffset.Parse(body.RootElement.GetProperty("timespan").GetString()!.Split('/')[0], CultureInfo.InvariantCulture);
        var rows = _answers[$"{arm} {(request.Body.Contains("countif", StringComparison.Ordinal) ? "bad" : "all")}"]
            .Select((value, step) => (value, step))
            .Where(r => r.value is not null)
            .Select(r => string.Create(CultureInfo.InvariantCulture, $"[\"{start.AddSeconds(10 * r.step):yyyy-MM-ddTHH:mm:ssZ}\",{r.value}]"));
        return ScriptedHandler.Answer(HttpStatusCode.OK, AzureLogsSourceTests.Table(Columns, [.. rows]));
    }
}
