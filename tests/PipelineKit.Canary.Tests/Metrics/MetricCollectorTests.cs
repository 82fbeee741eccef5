using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

public sealed class MetricCollectorTests
{
    [Theory]
    [InlineData(Rollout.Good, 0.8, 1.25)]
    [InlineData(Rollout.ErrorsTwice, 1.7, 2.4)]
    public async Task Errors_of_both_arms_are_counted(Rollout rollout, double low, double high)
    {
        var data = (await CollectAsync(await Some.FileAsync(rollout), Some.Scopes(), 0, Some.Errors))[0];
        Assert.Empty(data.Problems);
        Assert.Equal(60, data.CanaryCounts!.Total.Length);
        Assert.InRange(data.CanaryCounts.Events.Sum() / data.BaselineCounts!.Events.Sum(), low, high);
        Assert.InRange(data.CanaryCounts.Total.Sum() / data.BaselineCounts.Total.Sum(), 0.95, 1.1);
        Assert.Equal([2, 4, 2, 4], data.Queries.Select(q => q.Series));
        Assert.All(data.Queries, q => Assert.True(q.Samples >= 2 * 240));
    }

    [Fact]
    public async Task Slow_requests_are_counted_from_the_bucket_however_its_bound_is_written()
    {
        var source = await Some.FileAsync(Rollout.Latency);
        var data = await CollectAsync(source, Some.Scopes(), 0, Some.Latency, Some.Latency with { Name = "one", Threshold = 1 });
        Assert.All(data, d => Assert.Empty(d.Problems));
        Assert.InRange(data[0].CanaryCounts!.Events.Sum() / data[0].BaselineCounts!.Events.Sum(), 2, 5);
        Assert.True(data[1].CanaryCounts!.Events.Sum() > 0);
    }

    [Theory]
    [InlineData(0.3, "nearest are 0.25 and 0.5")]
    [InlineData(0.001, "smallest is 0.005")]
    [InlineData(60, "largest is 10")]
    public async Task A_threshold_that_is_no_bound_names_those_beside_it(double threshold, string told)
    {
        var source = await Some.FileAsync(Rollout.Good);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => CollectAsync(source, Some.Scopes(), 0, Some.Latency with { Threshold = threshold }));
        Assert.Equal(MetricSourceProblem.BadQuery, e.Problem);
        Assert.Contains(told, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_series_of_the_canary_is_missing_data_in_every_metric()
    {
        var data = await CollectAsync(await Some.FileAsync(Rollout.NoData), Some.Scopes(), 0, Some.Errors, Some.Latency, Some.Memory);
        Assert.All(data, d => Assert.Contains(d.Problems, p => p is { Kind: DataProblemKind.Missing, Arm: Arm.Canary, Detail: "no series matches" }));
    }

    [Fact]
    public async Task A_gauge_is_the_mean_of_its_pods_with_windows_before()
    {
        var source = await Some.FileAsync(Rollout.Good, minutes: 120);
        var window = new TimeWindow(Some.End.AddMinutes(-20), TimeSpan.FromMinutes(1), 20);
        var data = (await MetricCollector.CollectAsync(source, [Some.Memory, Some.Errors], Some.Scopes(), window, 4, default))[0];
        Assert.Empty(data.Problems);
        Assert.All(data.CanaryValues!, v => Assert.InRange(v, 1.8e8, 2.2e8));
        Assert.Equal(4, data.History.Count);
        Assert.All(data.History, h => Assert.Equal(20, h.Length));
        Assert.All(data.History, h => Assert.All(h, d => Assert.InRange(d, -0.2, 0.2)));
        Assert.False(data.IsDifference);
    }

    [Fact]
    public async Task A_single_series_is_compared_with_the_window_before()
    {
        var text = string.Concat(Enumerable.Range(0, 61).Select(i => $"x{{arm=\"b\"}} {i + 1} {1000 + (10 * i)}\n"))
            + string.Concat(Enumerable.Range(0, 61).Select(i => $"x{{arm=\"c\"}} {i - 55} {1000 + (10 * i)}\n")) + "# EOF\n";
        var source = await Some.FileAsync(text);
        var metric = Some.Memory with { Query = "x{{{ scope.matcher }}}" };
        var window = new TimeWindow(DateTimeOffset.FromUnixTimeSeconds(1500), TimeSpan.FromSeconds(10), 10);
        var data = (await MetricCollector.CollectAsync(source, [metric], Some.Scopes("arm=\"b\"", "arm=\"c\""), window, 3, default))[0];
        Assert.True(data.IsDifference);
        Assert.Equal(3, data.History.Count);
        Assert.All(data.History, h => Assert.All(h, d => Assert.Equal(10, d)));
    }

    [Fact]
    public async Task Windows_before_are_read_once_for_all_looks()
    {
        var counting = new Counting(await Some.FileAsync(Rollout.Good, minutes: 120));
        var history = new MetricHistory(3, 20);
        for (var steps = 5; steps <= 15; steps += 5)
        {
            var data = await MetricCollector.CollectAsync(counting, [Some.Memory], Some.Scopes(), new TimeWindow(Some.End.AddMinutes(-20), TimeSpan.FromMinutes(1), steps), history, default);
            Assert.All(data[0].History, h => Assert.Equal(20, h.Length));
        }

        Assert.Equal((3 * 2) + 1, counting.Asked);
    }

    [Fact]
    public async Task The_same_question_is_asked_once()
    {
        var counting = new Counting(await Some.FileAsync(Rollout.Good));
        await CollectAsync(counting, Some.Scopes(), 0, Some.Errors, Some.Errors with { Name = "again", FailRatio = 1.5 }, Some.Errors with { Name = "client", Query = "http_requests_total{{{ scope.matcher }},code=~\"2..\"}" });
        Assert.Equal(2, counting.Asked);
    }

    [Fact]
    public async Task The_same_query_for_both_arms_is_refused()
    {
        var source = await Some.FileAsync(Rollout.Good);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => CollectAsync(source, Some.Scopes("service=\"shop\"", "service=\"shop\""), 0, Some.Errors));
        Assert.Contains("the same for both arms", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http_requests_total{{{ scope.matcher }},cod=~\"5..\"}", "no series has the label `cod`")]
    [InlineData("http_errors_total{{{ scope.matcher }}}", "nothing shows that these events are counted at all")]
    public async Task A_misspelt_selector_of_errors_is_not_a_canary_without_errors(string query, string told)
    {
        var data = (await CollectAsync(await Some.FileAsync(Rollout.Good), Some.Scopes(), 0, Some.Errors with { Query = query }))[0];
        Assert.Contains(data.Problems, p => p.Kind == DataProblemKind.Missing && p.Detail.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_error_at_all_is_no_problem_when_they_would_be_counted()
    {
        var data = (await CollectAsync(await Some.FileAsync(Rollout.Good), Some.Scopes(), 0, Some.Errors with { Query = "http_requests_total{{{ scope.matcher }},code=\"418\"}" }))[0];
        Assert.Empty(data.Problems);
        Assert.Equal(0, data.CanaryCounts!.Events.Sum());
    }

    [Fact]
    public async Task Labels_of_the_series_prove_the_digest_where_the_conditions_do_not() =>
        Assert.Empty((await CollectAsync(await Some.FileAsync(Rollout.Good), Some.Tracks(), 0, Some.Errors))[0].Problems);

    [Fact]
    public async Task Series_of_another_digest_can_never_be_allowed()
    {
        var data = (await CollectAsync(await Some.FileAsync(Rollout.Good), Some.Scopes("track=\"canary\"", "track=\"baseline\""), 0, Some.Errors))[0];
        Assert.Equal(2, data.Problems.Count(p => p is { Kind: DataProblemKind.Unproven, IsFinal: true }));
        Assert.Contains(data.Problems, p => p.Arm == Arm.Canary && p.Detail.Contains(MetricScenario.BaselineDigest, StringComparison.Ordinal));
        var allow = new DataPolicy(new Dictionary<DataProblemKind, DataAction> { [DataProblemKind.Unproven] = DataAction.Allow });
        Assert.All(data.Problems, p => Assert.Equal(DataAction.Inconclusive, allow.For(p)));
    }

    [Theory]
    [InlineData("", "nothing shows that the series are those of")]
    [InlineData("kube_pod_info{arm=\"{{ scope.labels.arm }}\"}", "")]
    [InlineData("kube_pod_info{arm=\"none\",image!=\"{{ scope.digest }}\"}", "the check query found no series")]
    [InlineData("kube_pod_info{image!~\".*{{ scope.digest }}\"}", "something else runs there")]
    [InlineData("x{arm=\"{{ scope.labels.arm }}\"}", "not every series of the check query carries")]
    public async Task A_check_query_proves_the_scope(string check, string told)
    {
        var text = string.Concat(new[] { ("b", Some.Baseline), ("c", Some.Canary) }.SelectMany(a => new[] { "x{arm=\"A\"} 1 T\n", "kube_pod_info{arm=\"A\",image=\"shop@" + a.Item2.Text + "\",container_id=\"containerd://" + new string('a', 64) + "\"} 1 T\n" }
            .SelectMany(line => Enumerable.Range(0, 11).Select(i => line.Replace("\"A\"", $"\"{a.Item1}\"", StringComparison.Ordinal).Replace(" T", $" {1000 + (10 * i)}", StringComparison.Ordinal))))) + "# EOF\n";
        var scopes = new ScopePair(Scope(Arm.Baseline, "b"), Scope(Arm.Canary, "c"), check);
        var data = (await MetricCollector.CollectAsync(await Some.FileAsync(text), [Some.Memory with { Query = "x{{{ scope.matcher }}}" }], scopes, Some.Short, 0, default))[0];
        Assert.Equal(told.Length == 0 ? 0 : 2, data.Problems.Count);
        Assert.All(data.Problems, p => Assert.Contains(told, p.Detail, StringComparison.Ordinal));
        Assert.All(data.Problems, p => Assert.Equal(told.StartsWith("something", StringComparison.Ordinal), p.IsFinal));
    }

    [Fact]
    public async Task Labels_that_only_one_arm_has_are_told()
    {
        var source = await Some.FileAsync("x{digest=\"B\",a=\"1\"} 1 1010\nx{digest=\"C\",b=\"1\"} 1 1010\n# EOF\n".Replace("\"B\"", $"\"{Some.Baseline}\"", StringComparison.Ordinal).Replace("\"C\"", $"\"{Some.Canary}\"", StringComparison.Ordinal));
        var data = (await MetricCollector.CollectAsync(source, [Some.Memory with { Query = "x{{{ scope.matcher }}}" }], Some.Scopes(), Some.Short, 0, default))[0];
        Assert.Contains(data.Problems, p => p is { Kind: DataProblemKind.Asymmetric, Detail: "only series of the baseline have the label `a` and only series of the canary have the label `b`" });
    }

    [Fact]
    public async Task Conditions_get_every_step_of_the_canary_in_the_order_of_labels()
    {
        var source = await Some.FileAsync($"x{{digest=\"{Some.Canary}\",z=\"2\"}} 2 1010\nx{{digest=\"{Some.Canary}\",z=\"1\"}} NaN 1010\n# EOF\n");
        var window = new TimeWindow(DateTimeOffset.FromUnixTimeSeconds(990), TimeSpan.FromSeconds(10), 3);
        var data = (await MetricCollector.CollectAsync(source, [Some.Memory with { Kind = MetricKind.Condition, Query = "x{{{ scope.matcher }}}" }], Some.Scopes(), window, 0, default))[0];
        Assert.Equal([[], [double.NaN, 2], [double.NaN, 2]], data.Measurements);
        Assert.Empty(data.Problems);
    }

    [Fact]
    public async Task The_baseline_is_compared_with_itself_by_halves_of_its_pods()
    {
        var source = await Some.FileAsync(Rollout.ErrorsTwice, minutes: 120);
        var window = new TimeWindow(Some.End.AddMinutes(-20), TimeSpan.FromMinutes(1), 20);
        var data = await MetricCollector.CollectBaselineAsync(source, [Some.Errors, Some.Latency, Some.Memory], Some.Scopes().Baseline, window, new MetricHistory(3, 20), default);
        Assert.All(data, d => Assert.Empty(d.Problems));
        Assert.InRange(data[0].CanaryCounts!.Total.Sum() / data[0].BaselineCounts!.Total.Sum(), 0.9, 1.1);
        Assert.InRange(data[0].Dispersion, 1, 2);
        Assert.Equal(3, data[2].History.Count);
    }

    [Fact]
    public async Task What_fails_one_metric_fails_all_with_its_reason()
    {
        var source = await Some.FileAsync(Rollout.Good);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => CollectAsync(source, Some.Scopes(), 0, Some.Errors, Some.Memory with { Query = "sum(x{{{ scope.matcher }}})" }, Some.Latency));
        Assert.Contains("computes nothing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_series_depends_on_what_they_say_alone()
    {
        var (one, other) = (Some.Of("a=\"1\",b=\"2\"", (1, 2), (3, double.NaN)), Some.Of("a=\"2\"", (1, 2)));
        var same = Some.Of("b=\"2\",a=\"1\"", (1, 2), (3, BitConverter.Int64BitsToDouble(0x7FF0000000000002)));
        Assert.Equal(CanonicalSeries.Hash([one, other]), CanonicalSeries.Hash([other, same]));
        Assert.NotEqual(CanonicalSeries.Hash([one]), CanonicalSeries.Hash([one, other]));
        Assert.NotEqual(CanonicalSeries.Hash([other]), CanonicalSeries.Hash([Some.Of("a=\"2\"", (1, 3))]));
    }

    private static ArmScope Scope(Arm arm, string label) => new(arm, arm == Arm.Canary ? Some.Canary : Some.Baseline, "arm=\"{{ scope.labels.arm }}\"", new Dictionary<string, string>(StringComparer.Ordinal) { ["arm"] = label });

    private static Task<IReadOnlyList<MetricData>> CollectAsync(IMetricSource source, ScopePair scopes, int history, params MetricDefinition[] metrics) =>
        MetricCollector.CollectAsync(source, metrics, scopes, Some.Hour, history, default);

    private sealed class Counting(IMetricSource inner) : IMetricSource
    {
        private int _asked;

        public int Asked => _asked;

        public string Name => inner.Name;

        public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return inner.SamplesAsync(selector, window, cancellation);
        }

        public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return inner.ValuesAsync(expression, window, cancellation);
        }
    }
}
