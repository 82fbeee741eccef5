using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Testing;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanaryWatchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new() { AutoAdvance = true };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bad_canary_fails_long_before_the_time_is_over()
    {
        var (_, decision, looks) = await WatchAsync(new FakeMetrics { CanaryErrors = 2 });

        Assert.Equal(CanaryVerdict.Fail, decision.Verdict);
        Assert.True(_time.Elapsed < TimeSpan.FromMinutes(20), $"{_time.Elapsed}");
        Assert.Equal(0, looks.Failed);
    }

    [Fact]
    public async Task A_good_canary_passes_long_before_the_time_is_over()
    {
        var (_, decision, _) = await WatchAsync(new FakeMetrics());

        Assert.Equal(CanaryVerdict.Pass, decision.Verdict);
        Assert.True(_time.Elapsed < TimeSpan.FromMinutes(45), $"{_time.Elapsed}");
    }

    [Fact]
    public async Task What_is_not_decided_in_time_is_inconclusive_and_says_what_would_be_found()
    {
        var (judged, decision, looks) = await WatchAsync(new FakeMetrics { BaselineErrors = 0.002, CanaryErrors = 0.002 });

        Assert.Equal(CanaryVerdict.Inconclusive, decision.Verdict);
        Assert.Equal((60, 120), (looks.Looks, judged.Metrics[0].Window.Count));
        Assert.Equal(TimeSpan.FromHours(1), _time.Elapsed);
        Assert.All(decision.Metrics, m => Assert.True(m.DetectableRatio > 2 || m.StepsNeeded > 0));
    }

    [Fact]
    public async Task Nothing_counts_before_the_warm_up_is_over()
    {
        var (judged, _, _) = await WatchAsync(new FakeMetrics { CanaryErrors = 2 }, ("warm-up", "5m"));

        Assert.Equal(FakeTimeProvider.DefaultStart.AddMinutes(5), judged.Metrics[0].Window.Start);
        Assert.Equal(TimeSpan.FromMinutes(6), _time.Waits[0]);
    }

    [Fact]
    public async Task An_outage_in_between_is_told_and_changes_nothing()
    {
        var outage = FakeTimeProvider.DefaultStart.AddMinutes(1.5);
        var metrics = new FakeMetrics { BaselineErrors = 0.1, CanaryErrors = 0.2, Refuse = end => end > outage && end < outage.AddMinutes(3) ? FakeMetrics.Outage() : null };

        var (_, decision, looks) = await WatchAsync(metrics);

        Assert.Equal(CanaryVerdict.Fail, decision.Verdict);
        Assert.Equal((3, ""), (looks.Failed, looks.Note));
    }

    [Fact]
    public async Task The_last_word_after_an_outage_is_what_was_known_and_never_a_pass()
    {
        var outage = FakeTimeProvider.DefaultStart.AddMinutes(1.5);

        var (_, decision, looks) = await WatchAsync(new FakeMetrics { BaselineErrors = 0.1, CanaryErrors = 0.1, Refuse = end => end > outage ? FakeMetrics.Outage() : null });

        Assert.Equal(CanaryVerdict.Inconclusive, decision.Verdict);
        Assert.Equal((11, 10), (looks.Looks, looks.Failed));
        Assert.Contains("nobody answers", looks.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_never_answers_is_an_error_and_no_verdict()
    {
        var thrown = await Assert.ThrowsAsync<MetricSourceException>(() => WatchAsync(new FakeMetrics { Refuse = _ => FakeMetrics.Outage() }));

        Assert.Equal(MetricSourceProblem.Unavailable, thrown.Problem);
        Assert.Equal(TimeSpan.FromMinutes(10), _time.Elapsed);
    }

    [Theory]
    [InlineData(MetricSourceProblem.BadQuery)]
    [InlineData(MetricSourceProblem.Refused)]
    [InlineData(MetricSourceProblem.Unreadable)]
    public async Task What_waiting_cannot_mend_ends_it_at_once(MetricSourceProblem problem)
    {
        var thrown = await Assert.ThrowsAsync<MetricSourceException>(() => WatchAsync(new FakeMetrics { Refuse = _ => new MetricSourceException(problem, "fake", "no") }));

        Assert.Equal(problem, thrown.Problem);
        Assert.Equal(TimeSpan.FromMinutes(1), _time.Elapsed);
    }

    [Fact]
    public async Task First_samples_that_come_late_are_waited_for()
    {
        var first = FakeTimeProvider.DefaultStart.AddMinutes(1.4);

        var (_, decision, looks) = await WatchAsync(new FakeMetrics { CanaryErrors = 2, IsThere = t => t > first });

        Assert.Equal(CanaryVerdict.Fail, decision.Verdict);
        Assert.True(looks.Looks >= 2, $"{looks.Looks} looks");
    }

    [Fact]
    public async Task A_gap_that_stays_ends_it_as_the_policy_says()
    {
        var (_, decision, looks) = await WatchAsync(new FakeMetrics { IsThere = _ => false });

        Assert.Equal((CanaryVerdict.Inconclusive, "data.missing", 3), (decision.Verdict, decision.Reason, looks.Looks));
    }

    [Fact]
    public async Task A_gap_that_is_to_be_waited_for_is_waited_for_until_the_time_is_over()
    {
        var patient = FakeMetrics.Errors with { Data = new DataPolicy(new Dictionary<DataProblemKind, DataAction> { [DataProblemKind.Missing] = DataAction.Extend }) };

        var (_, decision, looks) = await WatchAsync(new FakeMetrics { IsThere = _ => false }, patient);

        Assert.Equal((CanaryVerdict.Inconclusive, 60), (decision.Verdict, looks.Looks));
    }

    [Fact]
    public async Task Whoever_cancels_is_heard()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WatchAsync(new FakeMetrics(), FakeMetrics.Errors, cancelled.Token));
    }

    private Task<(CanaryCase Case, CanaryDecision Decision, LookCount Looks)> WatchAsync(FakeMetrics metrics, params (string Input, string Value)[] inputs) =>
        WatchAsync(metrics, FakeMetrics.Errors, CancellationToken.None, inputs);

    private Task<(CanaryCase Case, CanaryDecision Decision, LookCount Looks)> WatchAsync(
        FakeMetrics metrics, MetricDefinition metric, CancellationToken cancellation = default, params (string Input, string Value)[] inputs)
    {
        var context = GateWorld.Context(
            _folder.Path, [("mode", "watch"), ("metrics-file", "m.om"), ("canary", FakeMetrics.After.Text), ("baseline", FakeMetrics.Before.Text), .. inputs]) with
        { Time = _time };
        var run = new CanaryRun
        {
            Options = new CanaryVerifyOptionsParser(context).Parse(),
            Metrics = [metric],
            Scopes = FakeMetrics.Scopes,
            Policy = new CanaryPolicy { Steps = 120 },
            Source = metrics,
            Step = TimeSpan.FromSeconds(30),
            History = new MetricHistory(0, 120),
        };
        return new CanaryWatch(run, context).RunAsync(cancellation);
    }
}
