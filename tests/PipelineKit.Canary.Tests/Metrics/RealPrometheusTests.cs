using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

/// <summary>Against the real Prometheus with backfilled series.</summary>
public sealed class RealPrometheusTests
{
    private static readonly MetricDefinition[] Metrics = [Some.Errors, Some.Latency, Some.Memory];

    [SkippableTheory]
    [InlineData(Rollout.Good)]
    [InlineData(Rollout.ErrorsTwice)]
    [InlineData(Rollout.Latency)]
    [InlineData(Rollout.NoData)]
    [InlineData(Rollout.LowTraffic)]
    [InlineData(Rollout.Late)]
    public async Task A_server_and_a_file_with_the_same_series_give_the_same_data(Rollout rollout)
    {
        var text = MetricScenario.OpenMetrics(rollout, minutes: 60);
        using var server = await PrometheusServer.StartAsync(text);
        using var source = Source(server.Address);
        var window = new TimeWindow(Some.End.AddMinutes(-20), TimeSpan.FromMinutes(1), 20);
        var asked = await MetricCollector.CollectAsync(source, Metrics, Some.Scopes(), window, 1, default);
        var read = await MetricCollector.CollectAsync(await Some.FileAsync(text), Metrics, Some.Scopes(), window, 1, default);
        for (var i = 0; i < Metrics.Length; i++)
        {
            Assert.Equal(read[i].CanaryCounts?.Events, asked[i].CanaryCounts?.Events);
            Assert.Equal(read[i].BaselineCounts?.Total, asked[i].BaselineCounts?.Total);
            Assert.Equal(read[i].CanaryValues, asked[i].CanaryValues);
            Assert.Equal(read[i].History, asked[i].History);
            Assert.Equal(read[i].Dispersion, asked[i].Dispersion);
            Assert.Equal(read[i].Problems, asked[i].Problems);
            Assert.Equal(read[i].Queries, asked[i].Queries);
        }

        Assert.Equal(rollout == Rollout.NoData, asked[0].Problems.Any(p => p.Kind == DataProblemKind.Missing));
        Assert.Equal(rollout is Rollout.NoData, asked.Any(d => d.Problems.Count > 0));
    }

    [SkippableFact]
    public async Task Expressions_are_computed_by_the_server()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Latency));
        using var source = Source(server.Address);
        var p99 = Some.Memory with { Name = "p99", Query = "histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket{{{ scope.matcher }}}[{{ step }}])))" };
        var data = (await MetricCollector.CollectAsync(source, [p99], Some.Scopes(), Some.Hour, 0, default))[0];
        Assert.Empty(data.Problems);
        Assert.True(data.CanaryValues!.Skip(2).All(double.IsFinite));
        Assert.InRange(data.CanaryValues!.Skip(2).Average() / data.BaselineValues!.Skip(2).Average(), 1.2, 2);
    }

    [SkippableFact]
    public async Task Basic_authentication_lets_in_only_who_knows_the_password()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good, minutes: 5), ("me", "secret"));
        using var source = Source(server.Address, user: "me", password: "secret");
        Assert.Equal(8, (await source.SamplesAsync("http_requests_total", Some.Hour, default)).List.Count);
        using var wrong = Source(server.Address, user: "me", password: "wrong");
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => wrong.SamplesAsync("http_requests_total", Some.Hour, default));
        Assert.Equal(MetricSourceProblem.Refused, e.Problem);
        Assert.Contains("401: Unauthorized", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task More_than_11000_points_are_asked_for_in_parts()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good, minutes: 240));
        var window = new TimeWindow(Some.End.AddHours(-4), TimeSpan.FromSeconds(1), 4 * 3600);
        using var source = Source(server.Address);
        var set = await source.ValuesAsync("process_resident_memory_bytes", window, default);
        Assert.Equal(4, set.List.Count);
        Assert.All(set.List, s => Assert.Equal(4 * 3600, s.Times.Length));
        using var whole = Source(server.Address, options: new MetricServerOptions { MaximumPoints = int.MaxValue / 2 });
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => whole.ValuesAsync("process_resident_memory_bytes", window, default));
        Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
        Assert.Contains("exceeded maximum resolution of 11,000 points", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task What_the_server_refuses_is_told_in_its_words()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good), null, "--query.max-samples=100");
        using var source = Source(server.Address);
        foreach (var (query, told) in new[] { ("sum(", "parse error"), ("http_requests_total", "too many samples") })
        {
            var e = await Assert.ThrowsAsync<MetricSourceException>(() => source.ValuesAsync(query, Some.Hour, default));
            Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
            Assert.Contains(told, e.Message, StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData(ProxyFault.Reset)]
    [InlineData(ProxyFault.Truncate)]
    public async Task An_answer_that_is_cut_is_asked_for_again_and_never_taken_for_less_data(ProxyFault fault)
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good));
        await using var proxy = new FaultProxy(server.Endpoint);
        var quick = new MetricServerOptions { Wait = TimeSpan.Zero };
        using var source = Source(new Uri($"http://{proxy.Endpoint}"), options: quick);
        var whole = await source.SamplesAsync("http_requests_total", Some.Hour, default);
        proxy.Break(fault, after: 20_000, times: 1, towardsServer: false);
        var again = await source.SamplesAsync("http_requests_total", Some.Hour, default);
        Assert.Equal(1, proxy.Faults);
        Assert.Equal(CanonicalSeries.Hash(whole.List), CanonicalSeries.Hash(again.List));
        proxy.Break(fault, after: 20_000, times: 3, towardsServer: false);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => source.SamplesAsync("http_requests_total", Some.Hour, default));
        Assert.Equal(MetricSourceProblem.Unavailable, e.Problem);
        Assert.Contains("(3 tries)", e.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_server_that_is_killed_in_the_middle_of_a_query_is_unavailable()
    {
        using var server = await PrometheusServer.StartAsync(MetricScenario.OpenMetrics(Rollout.Good));
        await using var proxy = new FaultProxy(server.Endpoint);
        using var source = Source(new Uri($"http://{proxy.Endpoint}"), options: new MetricServerOptions { Wait = TimeSpan.Zero });
        proxy.Break(ProxyFault.Stall, after: 20_000, times: 1, towardsServer: false);
        var query = source.SamplesAsync("http_requests_total", Some.Hour, default);
        await proxy.Stalled;
        server.Kill();
        await proxy.DisposeAsync();
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => query);
        Assert.Equal(MetricSourceProblem.Unavailable, e.Problem);
    }

    private static PrometheusSource Source(Uri address, string user = "", string password = "", MetricServerOptions? options = null)
    {
        var connection = new PrometheusConnection { Address = address, User = user, Password = password };
        return new PrometheusSource(connection, connection.CreateHandler(), TimeProvider.System, options);
    }
}
