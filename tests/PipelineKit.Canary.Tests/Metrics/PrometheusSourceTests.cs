using System.Net;
using System.Text;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

public sealed class PrometheusSourceTests : IDisposable
{
    private const string Query = "POST https://metrics.test/prom/api/v1/query";
    private const string Range = "POST https://metrics.test/prom/api/v1/query_range";
    private const string Empty = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private static readonly PrometheusConnection Connection = new() { Address = new Uri("https://metrics.test/prom/") };
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };
    private readonly ScriptedHandler _server = new();

    [Fact]
    public async Task Counters_are_asked_for_as_raw_samples_of_the_window_and_a_step()
    {
        _server.On(Query, HttpStatusCode.OK, """{"data":{"result":[{"values":[[990,"5"],[1000.5,"NaN"],[1010,"+Inf"],[1020,"1e3"]],"metric":{"a":"b"}},{"metric":{},"values":[[990,"1"]]}],"resultType":"matrix"},"infos":["x",{"status":[]}],"warnings":["w1"],"status":"success"} """);
        var set = await Source().SamplesAsync(" x{a=\"b\"} ", Some.Short, default);
        Assert.Equal("query=x%7Ba%3D%22b%22%7D%5B110s%5D&time=1100", _server.Seen[0].Body);
        var series = Assert.Single(set.List);
        Assert.Equal([1000.5, 1010, 1020], series.Times);
        Assert.Equal([double.NaN, double.PositiveInfinity, 1000], series.Values);
        Assert.Equal(["w1"], set.Warnings);
    }

    [Fact]
    public async Task Values_are_asked_for_in_parts_that_the_server_takes_and_joined()
    {
        for (var part = 0; part < 3; part++)
        {
            _server.On(Range, HttpStatusCode.OK, $$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"b":"2","a":"1"},"values":[[{{{1010 + (40 * part)}}},"{{{part}}}"]]}]},"warnings":["w"]}""");
        }

        var set = await Source(new MetricServerOptions { MaximumPoints = 4 }).ValuesAsync("sum(x)", Some.Short, default);
        Assert.Equal(["query=sum%28x%29&start=1010&end=1040&step=10", "query=sum%28x%29&start=1050&end=1080&step=10", "query=sum%28x%29&start=1090&end=1100&step=10"], _server.Seen.Select(s => s.Body));
        Assert.Equal([0, 1, 2], Assert.Single(set.List).Values);
        Assert.Equal(["w"], set.Warnings);
    }

    [Theory]
    [InlineData("rate(x[5m])")]
    [InlineData("x[5m]")]
    public async Task Counts_are_never_made_by_functions(string query)
    {
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source().SamplesAsync(query, Some.Short, default));
        Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
        Assert.Empty(_server.Seen);
    }

    [Theory]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:6: parse error: unclosed left parenthesis"}""", MetricSourceProblem.BadQuery, "it says: invalid parameter \"query\": 1:6: parse error: unclosed left parenthesis.", 1)]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"found duplicate series\nfor the match group"}""", MetricSourceProblem.BadQuery, "found duplicate series for the match group", 1)]
    [InlineData(401, "Unauthorized", MetricSourceProblem.Refused, "it answered 401: Unauthorized; look at the user", 1)]
    [InlineData(403, "", MetricSourceProblem.Refused, "it answered 403; look at", 1)]
    [InlineData(404, "404 page not found\n", MetricSourceProblem.Refused, "is the path before /api/v1 part of the address?", 1)]
    [InlineData(418, "", MetricSourceProblem.Unreadable, "it answered 418", 1)]
    [InlineData(503, """{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}""", MetricSourceProblem.Unavailable, "it answered 503: query timed out in expression evaluation (3 tries)", 3)]
    [InlineData(500, "", MetricSourceProblem.Unavailable, "(3 tries)", 3)]
    [InlineData(429, "", MetricSourceProblem.Unavailable, "(3 tries)", 3)]
    [InlineData(200, """{"status":"error","errorType":"timeout","error":"late"}""", MetricSourceProblem.Unavailable, "it says: late (3 tries)", 3)]
    [InlineData(200, """{"status":"error","errorType":"execution","error":"odd"}""", MetricSourceProblem.BadQuery, "it says: odd", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]}}""", MetricSourceProblem.BadQuery, "a matrix was asked for, and the answer is a vector", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"scalar","result":[1,"2"]}}""", MetricSourceProblem.BadQuery, "the answer is a scalar", 1)]
    [InlineData(200, """{"status":"success"}""", MetricSourceProblem.BadQuery, "the answer is none", 1)]
    [InlineData(200, "<html>", MetricSourceProblem.Unreadable, "login page", 1)]
    [InlineData(200, "[]", MetricSourceProblem.Unreadable, "its form", 1)]
    [InlineData(200, "", MetricSourceProblem.Unavailable, "cut after 0 bytes (3 tries)", 3)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"]]}]}""", MetricSourceProblem.Unavailable, "the answer was cut after", 3)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[]}} x""", MetricSourceProblem.Unreadable, "not JSON", 1)]
    [InlineData(200, """{"status":"success","status":"success"}""", MetricSourceProblem.Unreadable, "`status` stands twice", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[],"result":[]}}""", MetricSourceProblem.Unreadable, "`result` stands twice", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1","a":"2"},"values":[]}]}}""", MetricSourceProblem.Unreadable, "`a` stands twice", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"one"]]}]}}""", MetricSourceProblem.Unreadable, "a time and a value", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1]]}]}}""", MetricSourceProblem.Unreadable, "a time and a value", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1","1"]]}]}}""", MetricSourceProblem.Unreadable, "a time and a value", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[2,"1"],[1,"1"]]}]}}""", MetricSourceProblem.Unreadable, "order of time", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"values":[[2,"1"]]}]}}""", MetricSourceProblem.Unreadable, "no labels", 1)]
    [InlineData(200, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"histograms":[[1,{"count":"1"}]]}]}}""", MetricSourceProblem.BadQuery, "native histograms", 1)]
    [InlineData(200, """{"status":"success","data":[]}""", MetricSourceProblem.Unreadable, "its form", 1)]
    [InlineData(200, """{"status":1}""", MetricSourceProblem.Unreadable, "`status` is not what it should be", 1)]
    public async Task What_the_server_says_is_told_as_what_it_is(int status, string body, MetricSourceProblem problem, string told, int tries)
    {
        _server.Always(Query, (HttpStatusCode)status, body, ("Content-Type", body.StartsWith('{') ? "application/json" : "text/plain; charset=utf-8"));
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source().SamplesAsync("x", Some.Short, default));
        Assert.Equal(problem, e.Problem);
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("https://metrics.test/prom: ", e.Message, StringComparison.Ordinal);
        Assert.Equal(tries, _server.Seen.Count);
    }

    [Fact]
    public async Task Waits_are_a_part_of_twice_the_one_before_or_what_the_server_asks_for()
    {
        _server.On(Query, HttpStatusCode.BadGateway).On(Query, HttpStatusCode.BadGateway).On(Query, HttpStatusCode.TooManyRequests, "", ("Retry-After", "20")).On(Query, HttpStatusCode.OK, Empty);
        var set = await Source(new MetricServerOptions { Tries = 4, Jitter = () => 0.5 }).SamplesAsync("x", Some.Short, default);
        Assert.Empty(set.List);
        Assert.Equal([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)], _time.Waits.Take(2));
        Assert.InRange(_time.Waits[2], TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task A_connection_that_breaks_is_tried_again()
    {
        _server.On(Query, _ => throw new HttpRequestException(HttpRequestError.ConnectionError)).On(Query, HttpStatusCode.OK, Empty);
        Assert.Empty((await Source().SamplesAsync("x", Some.Short, default)).List);
    }

    [Fact]
    public async Task Limits_of_an_answer_say_what_would_help()
    {
        _server.Always(Range, HttpStatusCode.OK, """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"1"},"values":[[1,"1"],[2,"1"]]},{"metric":{"a":"2"},"values":[[1,"1"]]}]}}""");
        foreach (var (options, told) in new[] { (new MetricServerOptions { MaximumSeries = 1 }, "more than 1 series"), (new MetricServerOptions { MaximumSamples = 2 }, "more than 2 samples"), (new MetricServerOptions { MaximumBytes = 100 }, "more than 0 MiB") })
        {
            var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source(options).ValuesAsync("x", Some.Short, default));
            Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
            Assert.Contains(told, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Texts_of_any_length_and_place_are_read_across_blocks()
    {
        var label = new string('ä', 100_000);
        var samples = string.Join(',', Enumerable.Range(1001, 90).Select(t => $"[{t},\"{t}\"]"));
        var bytes = Encoding.UTF8.GetBytes($$$"""{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"{{{label}}}"},"values":[{{{samples}}}]}]}}""");
        _server.Always(Query, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Drops(bytes)) });
        var series = Assert.Single((await Source().SamplesAsync("x", Some.Short, default)).List);
        Assert.Equal(label, series.Labels["a"]);
        Assert.Equal(90, series.Values.Length);
    }

    [Fact]
    public async Task Credentials_and_headers_are_sent()
    {
        _server.Always("POST https://metrics.test/api/v1/query?dedup=true", HttpStatusCode.OK, Empty);
        var address = new Uri("https://metrics.test/?dedup=true");
        await Source(null, new() { Address = address, User = "me", Password = "ä:b", Headers = [new("X-Scope-OrgID", "tenant")] }).SamplesAsync("x", Some.Short, default);
        await Source(null, new() { Address = address, Token = "t0k" }).SamplesAsync("x", Some.Short, default);
        Assert.Equal("Basic " + Convert.ToBase64String("me:ä:b"u8), _server.Seen[0].Authorization!.ToString());
        Assert.Equal("tenant", _server.Seen[0].Headers["X-Scope-OrgID"]);
        Assert.Equal("Bearer t0k", _server.Seen[1].Authorization!.ToString());
    }

    [Fact]
    public async Task Only_redirects_to_the_same_server_that_keep_the_question_are_followed()
    {
        _server.On(Query, HttpStatusCode.TemporaryRedirect, "", ("Location", "/other")).On("POST https://metrics.test/other", HttpStatusCode.OK, Empty);
        await Source().SamplesAsync("x", Some.Short, default);
        foreach (var (status, location) in new[] { (307, "https://evil.test/api"), (308, "http://metrics.test/other"), (302, "https://metrics.test/login?secret=1") })
        {
            _server.On(Query, (HttpStatusCode)status, "", ("Location", location));
            var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source(null, Connection with { Token = "t" }).SamplesAsync("x", Some.Short, default));
            Assert.Equal(MetricSourceProblem.Refused, e.Problem);
            Assert.Contains($"points to {location.Split('?')[0]}; give that address", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://metrics.test", "me", "", "", "plain HTTP")]
    [InlineData("http://metrics.test", "", "t", "", "plain HTTP")]
    [InlineData("https://me:pw@metrics.test", "", "", "", "user name or a fragment")]
    [InlineData("ftp://metrics.test", "", "", "", "https or http")]
    [InlineData("https://metrics.test", "me", "t", "", "Both a user and a token")]
    [InlineData("https://metrics.test", "me:x", "", "", "without a colon")]
    [InlineData("https://metrics.test", "", "", "Authorization", "no header that can be set")]
    [InlineData("https://metrics.test", "", "", "X Y", "no header that can be set")]
    public void A_connection_that_would_show_secrets_or_cannot_work_is_refused(string address, string user, string token, string header, string told)
    {
        var connection = new PrometheusConnection { Address = new Uri(address), User = user, Token = token, Headers = header.Length == 0 ? [] : [new(header, "x")] };
        Assert.Contains(told, connection.Problem(), StringComparison.Ordinal);
        Assert.DoesNotContain("pw", Assert.Throws<MetricSourceException>(() => Source(null, connection)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://metrics.test", "", "")]
    [InlineData("http://127.0.0.1:9090", "me", "")]
    [InlineData("https://metrics.test/a/b?c=d", "", "t")]
    public void Other_connections_are_fine(string address, string user, string token) =>
        Assert.Null(new PrometheusConnection { Address = new Uri(address), User = user, Token = token }.Problem());

    [Fact]
    public void Damaged_certificates_are_told()
    {
        Assert.Throws<MetricSourceException>(() => (Connection with { Authority = "nothing" }).CreateHandler());
        Assert.Throws<MetricSourceException>(() => (Connection with { Certificate = "nothing", Key = "nothing" }).CreateHandler());
    }

    public void Dispose() => _server.Dispose();

    private PrometheusSource Source(MetricServerOptions? options = null, PrometheusConnection? connection = null) => new(connection ?? Connection, _server, _time, options);

    // Gives a few bytes at a time.
    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
