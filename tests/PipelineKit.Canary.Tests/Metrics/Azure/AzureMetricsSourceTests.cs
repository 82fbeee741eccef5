using System.Net;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics.Azure;

public sealed class AzureMetricsSourceTests : IDisposable
{
    private const string Resource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop";
    private const string Metrics = $"GET https://management.azure.com{Resource}/providers/Microsoft.Insights/metrics?api-version=2023-10-01";
    private static readonly TimeWindow Window = new(new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(1), 3);
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };
    private readonly ScriptedHandler _server = new();

    [Fact]
    public async Task Counts_are_totals_of_the_arm_and_points_without_one_are_missing()
    {
        _server.On(
            Metrics + "&metricnames=requests%2Ffailed&timespan=2024-05-01T00%3A00%3A00Z%2F2024-05-01T00%3A03%3A00Z&interval=PT1M&aggregation=total&%24filter=track%20eq%20%27canary%27&top=1000".Replace("%24filter", "$filter", StringComparison.Ordinal),
            HttpStatusCode.OK,
            Answer("PT1M", """{"metadatavalues":[{"name":{"value":"track","localizedValue":"track"},"value":"canary"}],"data":[{"timeStamp":"2024-05-01T00:00:00Z","total":4.0},{"timeStamp":"2024-05-01T00:01:00Z"},{"timeStamp":"2024-05-01T00:02:00Z","total":6}]}"""));
        var set = await Source().SamplesAsync("{__name__=\"requests/failed\", track=\"canary\"}", Window, default);
        var series = Assert.Single(set.List);
        Assert.Equal([4, 6], series.Values);
        Assert.Equal([Window.EndOf(0).ToUnixTimeSeconds(), Window.EndOf(2).ToUnixTimeSeconds()], series.Times);
        Assert.Equal(("requests/failed", "canary"), (series.Labels["__name__"], series.Labels["track"]));
        Assert.Equal("Bearer t0ken", _server.Seen[0].Authorization!.ToString());
    }

    [Fact]
    public async Task Windows_begin_at_whole_intervals_and_come_in_parts_that_the_service_gives()
    {
        string Part(string from, string until) => $"{Metrics}&metricnames=CpuTime&timespan=2024-05-01T00%3A{from}%3A00Z%2F2024-05-01T00%3A{until}%3A00Z&interval=PT1M&aggregation=maximum";
        string Data(params int[] minutes) => Answer("PT1M", $$"""{"metadatavalues":[],"data":[{{string.Join(',', minutes.Select(m => $$"""{"timeStamp":"2024-05-01T00:0{{m}}:00Z","maximum":{{m}}}"""))}}]}""");
        _server.On(Part("00", "02"), HttpStatusCode.OK, Data(0, 1)).On(Part("02", "04"), HttpStatusCode.OK, Data(2, 3));

        // From 20 s after the minute on: the minutes 0, 1 and 2 fill the steps for the most part.
        var set = await Source(new MetricServerOptions { MaximumPoints = 2 }).ValuesAsync("CpuTime{__aggregation__=\"maximum\"}", Window with { Start = Window.Start.AddSeconds(20) }, default);
        Assert.Equal([0, 1, 2], Assert.Single(set.List).Values);
    }

    [Theory]
    [InlineData("Http5xx{a=\"b\"}", true, "total", "a eq 'b'", "")]
    [InlineData("Http5xx{a=\"it's\",b=~\"5xx|4xx\"}", false, "average", "a eq 'it''s' and b eq '5xx' or b eq '4xx'", "")]
    [InlineData("{__name__=\"requests/count\",\"cloud/roleName\"=\"shop\",pod=~\".+\"}", true, "total", "cloud/roleName eq 'shop' and pod eq '*'", "")]
    [InlineData("Http5xx{__aggregation__=\"count\",__namespace__=\"a.b\"}", true, "count", "", "a.b")]
    public void A_selector_becomes_a_request(string selector, bool isCount, string aggregation, string filter, string space)
    {
        var request = AzureMetricsRequest.Parse(selector, Resource, isCount);
        Assert.Equal((Resource, aggregation, filter, space), (request.Resource, request.Aggregation, request.Filter, request.Namespace));
    }

    [Theory]
    [InlineData("/slots/canary", Resource + "/slots/canary")]
    [InlineData("/subscriptions/t/x", "/subscriptions/t/x")]
    public void An_arm_may_be_a_resource_of_its_own(string given, string expected) => Assert.Equal(expected, AzureMetricsRequest.Parse($"Http5xx{{__resource__=\"{given}\"}}", Resource, isCount: true).Resource);

    [Theory]
    [InlineData("rate(Http5xx[5m])", "plain selector")]
    [InlineData("Http5xx{a!=\"b\"}", "cannot be asked of Azure Monitor")]
    [InlineData("Http5xx{a=~\"5..\"}", "cannot be asked of Azure Monitor")]
    [InlineData("Http5xx{__step__=\"b\"}", "`__step__` is not known")]
    [InlineData("Http5xx{__name__=~\"a|b\"}", "compared by `=` only")]
    [InlineData("{__name__=\"a,b\"}", "one metric")]
    [InlineData("{track=\"b\"}", "one metric")]
    [InlineData("Http5xx{__aggregation__=\"average\"}", "Events are counted by")]
    [InlineData("Http5xx{__resource__=\"/../x\"}", "no id of a resource")]
    [InlineData("Http5xx{__resource__=\"?x\"}", "no id of a resource")]
    [InlineData("Http5xx{__resource__=\"@evil.test/\"}", "no id of a resource")]
    [InlineData("Http5xx{\"a eq 'b' or c\"=\"d\"}", "no name of a dimension")]
    public async Task What_cannot_be_asked_is_refused_before_it_is(string selector, string told)
    {
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source().SamplesAsync(selector, Window, default));
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
        Assert.Empty(_server.Seen);
    }

    [Fact]
    public async Task A_step_that_the_service_does_not_keep_is_refused()
    {
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source().SamplesAsync("x", Some.Short, default));
        Assert.Contains("steps of 1, 5, 15, 30 or 60 minutes, and `step` is 10 s", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"code":"BadRequest","message":"Failed to find metric configuration for provider: Microsoft.Web, resource Type: sites, metric: x, Valid metrics: Http5xx"}""", MetricSourceProblem.BadQuery, "it says: Failed to find metric configuration")]
    [InlineData(403, """{"error":{"code":"AuthorizationFailed","message":"The client does not have authorization"}}""", MetricSourceProblem.Refused, "does not have authorization; the identity needs the role Monitoring Reader")]
    [InlineData(404, """{"error":{"code":"ResourceNotFound","message":"The Resource was not found."}}""", MetricSourceProblem.Refused, "is the id of the resource right?")]
    [InlineData(200, """{"interval":"PT5M","value":[]}""", MetricSourceProblem.BadQuery, "steps of PT1M were asked for, and the answer has steps of PT5M")]
    [InlineData(200, """{"interval":"PT1M"}""", MetricSourceProblem.Unreadable, "its form")]
    [InlineData(200, """{"interval":"PT1M","value":[{"timeseries":[{"data":[{"timeStamp":"2024-05-01T00:00:00Z","total":1},{"timeStamp":"2024-05-01T00:00:10Z","total":1}]}]}]}""", MetricSourceProblem.Unreadable, "two points")]
    [InlineData(200, """{"interval":"PT1M","value":[{"timeseries":[{"metadatavalues":[{"name":{"value":null},"value":"x"}],"data":[]}]}]}""", MetricSourceProblem.Unreadable, "its form")]
    public async Task What_the_service_says_is_told_as_what_it_is(int status, string body, MetricSourceProblem problem, string told)
    {
        _server.On(Metrics + "&metricnames=x&timespan=2024-05-01T00%3A00%3A00Z%2F2024-05-01T00%3A03%3A00Z&interval=PT1M&aggregation=total", (HttpStatusCode)status, body, ("Content-Type", "application/json"));
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => Source().SamplesAsync("x", Window, default));
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
        Assert.Equal(problem, e.Problem);
    }

    [Fact]
    public async Task An_error_of_one_metric_is_a_warning()
    {
        _server.On(
            Metrics + "&metricnames=x&timespan=2024-05-01T00%3A00%3A00Z%2F2024-05-01T00%3A03%3A00Z&interval=PT1M&aggregation=total",
            HttpStatusCode.OK,
            """{"interval":"PT1M","value":[{"errorCode":"InternalError","errorMessage":"some shards did not answer","timeseries":[]}]}""");
        Assert.Equal(["some shards did not answer"], (await Source().SamplesAsync("x", Window, default)).Warnings);
    }

    [Theory]
    [InlineData("/subscriptions/s/../../evil")]
    [InlineData("subscriptions/s")]
    [InlineData("/subscriptions/s?x=y")]
    [InlineData("/subscriptions/s//evil.test")]
    public void What_is_no_resource_is_refused(string resource) =>
        Assert.Throws<MetricSourceException>(() => new AzureMetricsSource(new AzureConnection { Endpoint = AzureConnection.Management, Token = "t" }, resource, _server, _time).Dispose());

    public void Dispose() => _server.Dispose();

    private static string Answer(string interval, params string[] series) =>
        $$"""{"cost":2,"timespan":"x/y","interval":"{{interval}}","namespace":"Microsoft.Web/sites","resourceregion":"westeurope","value":[{"id":"x","type":"Microsoft.Insights/metrics","name":{"value":"x","localizedValue":"X"},"unit":"Count","timeseries":[{{string.Join(',', series)}}],"errorCode":"Success"}]}""";

    private AzureMetricsSource Source(MetricServerOptions? options = null) => new(new AzureConnection { Endpoint = AzureConnection.Management, Token = "t0ken" }, Resource, _server, _time, options);
}
