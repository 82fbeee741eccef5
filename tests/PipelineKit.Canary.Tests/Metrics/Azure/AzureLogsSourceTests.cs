using System.Globalization;
using System.Net;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics.Azure;

public sealed class AzureLogsSourceTests : IDisposable
{
    private const string Workspace = "11111111-2222-3333-4444-555555555555";
    private const string Query = $"POST https://api.loganalytics.azure.com/v1/workspaces/{Workspace}/query";
    private const string Columns = """[{"name":"TimeGenerated","type":"datetime"},{"name":"pod","type":"string"},{"name":"value","type":"long"}]""";
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };
    private readonly ScriptedHandler _server = new();

    [Fact]
    public async Task A_query_is_sent_with_its_window_and_rows_become_series()
    {
        _server.On(Query, HttpStatusCode.OK, Table(Columns, """["1970-01-01T00:16:50Z","b",7]""", """["1970-01-01T00:16:40Z","a",1]""", """["1970-01-01T00:16:50.0000000Z","a",2]""", """["1970-01-01T00:17:00Z","a",null]"""));
        var set = await Source().SamplesAsync("T | where a == \"b\"", Some.Short, default);
        Assert.Equal("""{"query":"T | where a == \u0022b\u0022","timespan":"1970-01-01T00:16:40Z/1970-01-01T00:18:20Z"}""", _server.Seen[0].Body);
        Assert.Equal("Bearer t0ken", _server.Seen[0].Authorization!.ToString());
        Assert.Equal("application/json", _server.Seen[0].Headers["Content-Type"]);
        Assert.Empty(set.Warnings);
        var (a, b) = (set.List.Single(s => s.Labels["pod"] == "a"), set.List.Single(s => s.Labels["pod"] == "b"));
        Assert.Equal([1010, 1020], a.Times);
        Assert.Equal([1, 2], a.Values);
        Assert.Equal([1020, 7], b.Times.Concat(b.Values));
    }

    [Fact]
    public async Task Intervals_that_lie_across_the_steps_belong_to_where_most_of_them_is()
    {
        // Bins of the clock, over steps that begin 4 s after them: the last tenth lies outside.
        var rows = Enumerable.Range(0, 12).Select(i => string.Create(CultureInfo.InvariantCulture, $"[\"{DateTimeOffset.FromUnixTimeSeconds(990 + (10 * i)):yyyy-MM-ddTHH:mm:ssZ}\",\"a\",{i}]"));
        _server.On(Query, HttpStatusCode.OK, Table(Columns, [.. rows]));
        var set = await Source().ValuesAsync("T", Some.Short with { Start = Some.Short.Start.AddSeconds(4) }, default);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (double)i), Assert.Single(set.List).Values);
        Assert.Equal(1014, set.List[0].Times[0]);
    }

    [Fact]
    public async Task A_partial_error_is_a_warning_with_its_innermost_reason()
    {
        _server.On(Query, HttpStatusCode.OK, Table(Columns, """["1970-01-01T00:16:40Z","a",1]""")[..^1]
            + ""","error":{"code":"PartialError","message":"There were some errors when processing your query.","details":[{"code":"EngineError","message":"Something went wrong processing your query on the server.","innererror":{"code":"-2133196797","message":"The results of this query exceed the set limit of 500000 records.","severity":2}}]}}""");
        var set = await Source().SamplesAsync("T", Some.Short, default);
        Assert.Equal("There were some errors when processing your query: The results of this query exceed the set limit of 500000 records.", Assert.Single(set.Warnings));
        Assert.Single(set.List);
    }

    [Theory]
    [InlineData("long", "7", 7)]
    [InlineData("real", "0.5", 0.5)]
    [InlineData("real", "\"NaN\"", double.NaN)]
    [InlineData("real", "\"-Infinity\"", double.NegativeInfinity)]
    [InlineData("decimal", "\"12.25\"", 12.25)]
    public async Task Numbers_are_what_their_type_says(string type, string text, double expected)
    {
        _server.On(Query, HttpStatusCode.OK, Table($$"""[{"name":"t","type":"datetime"},{"name":"v","type":"{{type}}"}]""", $"""["1970-01-01T00:16:40Z",{text}]"""));
        Assert.Equal([expected], Assert.Single((await Source().ValuesAsync("T", Some.Short, default)).List).Values);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"The request had some invalid properties","code":"BadArgumentError","correlationId":"x","innererror":{"code":"SemanticError","message":"A semantic error occurred.","innererror":{"code":"SEM0100","message":"'where' operator: Failed to resolve column or scalar expression named 'trak'"}}}}""", MetricSourceProblem.BadQuery, "it says: The request had some invalid properties: 'where' operator: Failed to resolve column or scalar expression named 'trak'.", 1)]
    [InlineData(401, """{"error":{"code":"AuthorizationRequiredError","message":"Valid authentication was not provided"}}""", MetricSourceProblem.Refused, "it answered 401: Valid authentication was not provided; the identity needs the role Log Analytics Reader", 1)]
    [InlineData(403, """{"error":{"message":"The provided credentials have insufficient access to perform the requested operation","code":"InsufficientAccessError"}}""", MetricSourceProblem.Refused, "insufficient access to perform the requested operation; the identity needs", 1)]
    [InlineData(404, """{"error":{"message":"The workspace could not be found","code":"WorkspaceNotFoundError"}}""", MetricSourceProblem.Refused, "is the id of the workspace right?", 1)]
    [InlineData(429, "", MetricSourceProblem.Unavailable, "it answered 429 (3 tries)", 3)]
    [InlineData(504, """{"error":{"message":"Gateway timeout","code":"GatewayTimeout"}}""", MetricSourceProblem.Unavailable, "it answered 504: Gateway timeout (3 tries)", 3)]
    [InlineData(302, "", MetricSourceProblem.Refused, "points to another place", 1)]
    [InlineData(200, "<html>", MetricSourceProblem.Unreadable, "login page", 1)]
    [InlineData(200, "{\"tables\":[{\"name\":\"PrimaryRes", MetricSourceProblem.Unavailable, "the answer was cut after 30 bytes (3 tries)", 3)]
    [InlineData(200, "{\"tables\":{}}", MetricSourceProblem.Unreadable, "its form", 1)]
    [InlineData(200, "{}", MetricSourceProblem.Unreadable, "its form is not that of a result", 1)]
    [InlineData(200, """{"tables":[]}""", MetricSourceProblem.Unreadable, "it has no table", 1)]
    [InlineData(200, """{"tables":[],"tables":[]}""", MetricSourceProblem.Unreadable, "not JSON", 1)]
    [InlineData(200, """{"tables":[{"columns":[{"name":"v","type":"long"}],"rows":[]}]}""", MetricSourceProblem.BadQuery, "it has no column of time (v: long); end the query as in `summarize", 1)]
    [InlineData(200, """{"tables":[{"columns":[{"name":"t","type":"datetime"},{"name":"v","type":"long"},{"name":"w","type":"real"}],"rows":[]}]}""", MetricSourceProblem.BadQuery, "more than one column of numbers (t: datetime, v: long, w: real)", 1)]
    [InlineData(200, """{"tables":[{"columns":[{"name":"t","type":"datetime"},{"name":"v","type":"long"}],"rows":[["1970-01-01T00:16:40Z"]]}]}""", MetricSourceProblem.Unreadable, "one value for each column", 1)]
    [InlineData(200, """{"tables":[{"columns":[{"name":"t","type":"datetime"},{"name":"v","type":"long"}],"rows":[["yesterday",1]]}]}""", MetricSourceProblem.Unreadable, "its form", 1)]
    [InlineData(200, """{"tables":[{"columns":[{"name":"t","type":"datetime"},{"name":"v","type":"long"}],"rows":[["1970-01-01T00:16:40Z",true]]}]}""", MetricSourceProblem.Unreadable, "its form", 1)]
    [InlineData(200, """{"tables":[{"columns":[{"name":"t","type":"datetime"},{"name":"v","type":"long"}],"rows":[["1970-01-01T00:16:40Z",1],["1970-01-01T00:16:41Z",2]]}]}""", MetricSourceProblem.BadQuery, "two rows of {} lie in one step; end the query as in", 1)]
    public async Task What_the_service_says_is_told_as_what_it_is(int status, string body, MetricSourceProblem problem, string told, int tries)
    {
        _server.Always(Query, (HttpStatusCode)status, body, ("Content-Type", "application/json; charset=utf-8"));
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source().SamplesAsync("T", Some.Short, default));
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Equal(problem, e.Problem);
        Assert.StartsWith($"https://api.loganalytics.azure.com/v1/workspaces/{Workspace}: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(tries, _server.Seen.Count);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_when_it_says()
    {
        _server.On(Query, HttpStatusCode.TooManyRequests, "", ("Retry-After", "20")).On(Query, HttpStatusCode.OK, Table(Columns));
        Assert.Empty((await Source().SamplesAsync("T", Some.Short, default)).List);
        Assert.InRange(Assert.Single(_time.Waits), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task Too_much_of_an_answer_is_refused_with_what_would_help()
    {
        _server.Always(Query, HttpStatusCode.OK, Table(Columns, """["1970-01-01T00:16:40Z","a",1]""", """["1970-01-01T00:16:40Z","b",1]"""));
        foreach (var (options, told) in new[] { (new MetricServerOptions { MaximumSeries = 1 }, "more than 1 series of 10 steps"), (new MetricServerOptions { MaximumSamples = 19 }, "more than 1 series of 10 steps"), (new MetricServerOptions { MaximumBytes = 100 }, "more than 0 MiB") })
        {
            var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source(options: options).ValuesAsync("T", Some.Short, default));
            Assert.Contains(told, e.Message, StringComparison.Ordinal);
            Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
        }
    }

    [Theory]
    [InlineData("http://api.loganalytics.azure.com", "t", Workspace, "not one of https")]
    [InlineData("https://me:pw@api.loganalytics.azure.com", "t", Workspace, "more than a host")]
    [InlineData("https://api.loganalytics.azure.com/v1", "t", Workspace, "more than a host")]
    [InlineData("https://api.loganalytics.azure.com?x=y", "t", Workspace, "more than a host")]
    [InlineData("https://api.loganalytics.azure.com", "", Workspace, "Neither a token nor an identity")]
    [InlineData("https://api.loganalytics.azure.com", "t\nHost: evil", Workspace, "characters that no token has")]
    [InlineData("https://api.loganalytics.azure.com", "t", "my-workspace", "it is not its name")]
    [InlineData("https://api.loganalytics.azure.com", "t", "../x", "it is not its name")]
    public void A_connection_that_would_show_tokens_or_cannot_work_is_refused(string address, string token, string workspace, string told)
    {
        var e = Assert.Throws<MetricSourceException>(() => Source(new AzureConnection { Endpoint = new Uri(address), Token = token }, workspace).Dispose());
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _server.Dispose();

    internal static string Table(string columns, params string[] rows) => $$"""{"tables":[{"name":"PrimaryResult","columns":{{columns}},"rows":[{{string.Join(',', rows)}}]}]}""";

    private AzureLogsSource Source(AzureConnection? connection = null, string workspace = Workspace, MetricServerOptions? options = null) =>
        new(connection ?? new AzureConnection { Endpoint = AzureConnection.Logs, Token = "t0ken" }, workspace, _server, _time, options);
}
