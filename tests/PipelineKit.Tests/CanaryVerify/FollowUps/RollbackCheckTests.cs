using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Ci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify.FollowUps;

public sealed class RollbackCheckTests
{
    private readonly FakeTimeProvider _time = new(CanarySample.Start) { AutoAdvance = true };

    private TimeSpan Elapsed => _time.Elapsed;

    [Fact]
    public async Task It_waits_until_the_image_that_failed_gets_no_more_traffic()
    {
        var done = await CheckAsync(new Traffic(bad: 70, errors: 0.01));

        Assert.True(done.Ok, done.Text);
        Assert.Equal(TimeSpan.FromSeconds(150), done.Took);
        Assert.Contains("sha256:bbbbbbbbbbbb runs again", done.Text, StringComparison.Ordinal);
        Assert.Contains("150 s after the rollback", done.Text, StringComparison.Ordinal);
        Assert.All(_time.Waits, w => Assert.Equal(TimeSpan.FromSeconds(30), w));
    }

    [Fact]
    public async Task Traffic_that_stays_is_no_rollback()
    {
        var done = await CheckAsync(new Traffic(bad: int.MaxValue, errors: 0.01));

        Assert.False(done.Ok);
        Assert.Null(done.Failure);
        Assert.Contains("sha256:cccccccccccc still gets traffic", done.Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(5), Elapsed);
    }

    [Fact]
    public async Task Errors_that_stay_are_no_rollback_either()
    {
        var done = await CheckAsync(new Traffic(bad: 0, errors: 0.2));

        Assert.False(done.Ok);
        Assert.Contains("`http-errors` is at 20.00 %, and at most 2.00 % is expected", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_objective_its_budget_is_the_limit()
    {
        var outcome = Outcome(new Traffic(bad: 0, errors: 0.03)) with { Slo = new SloPolicy { Objective = 0.95, Tiers = [] } };

        Assert.True((await CheckAsync(outcome)).Ok);
    }

    [Fact]
    public async Task Metrics_that_are_not_there_show_nothing()
    {
        var done = await CheckAsync(new Traffic(bad: 0, errors: 0) { Stops = 0 });

        Assert.False(done.Ok);
        Assert.Contains("sha256:bbbbbbbbbbbb is not seen to get traffic", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_away_for_a_while_is_asked_again()
    {
        var done = await CheckAsync(new Traffic(bad: 0, errors: 0.01) { AwayUntil = 100 });

        Assert.True(done.Ok, done.Text);
        Assert.Equal(TimeSpan.FromSeconds(120), done.Took);
    }

    [Fact]
    public async Task A_source_that_stays_away_is_told()
    {
        var done = await CheckAsync(new Traffic(bad: 0, errors: 0.01) { AwayUntil = int.MaxValue });

        Assert.False(done.Ok);
        Assert.Contains("a source could not be asked: it is away", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_counts_nothing_can_be_shown()
    {
        var done = await CheckAsync(Outcome(new Traffic(bad: 0, errors: 0)) with { Metrics = [CanarySample.Errors with { Kind = MetricKind.Gauge }] });

        Assert.False(done.Ok);
        Assert.Equal(TimeSpan.Zero, Elapsed);
    }

    private static CanaryOutcome Outcome(IMetricSource source) => CanarySample.Outcome(CanaryVerdict.Fail, source);

    private Task<FollowUp> CheckAsync(IMetricSource source) => CheckAsync(Outcome(source));

    private Task<FollowUp> CheckAsync(CanaryOutcome outcome)
    {
        var context = new CommandContext
        {
            Inputs = new PipelineKit.Actions.InputReader([], _ => { }),
            Ci = new CiContext { Workspace = "/w" },
            Environment = new HostEnvironment(),
            WorkingDirectory = "/w",
            Time = _time,
            Progress = SilentProgress.Instance,
            Mask = _ => { },
        };
        return new RollbackCheck(outcome, CanarySample.Baseline, TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(30), context).RunAsync(CancellationToken.None);
    }

    /// <summary>Counters every 10 seconds: those of the image before rise, those of the one that failed until a while after the rollback.</summary>
    private sealed class Traffic(int bad, double errors) : IMetricSource
    {
        private const int Every = 10;

        public int Stops { get; init; } = int.MaxValue;

        public int AwayUntil { get; init; }

        public string Name => "a source";

        public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation)
        {
            if ((window.End - CanarySample.Start).TotalSeconds < AwayUntil)
            {
                throw new MetricSourceException(MetricSourceProblem.Unavailable, Name, "it is away");
            }

            var (digest, isBad) = selector.Contains(CanarySample.Canary.Hex, StringComparison.Ordinal) ? (CanarySample.Canary, true) : (CanarySample.Baseline, false);
            var rate = selector.StartsWith("errors_total", StringComparison.Ordinal) ? isBad ? 0.5 : errors : 1;
            var times = new List<double>();
            var values = new List<double>();
            for (var at = window.Start - window.Step; at <= window.End; at += TimeSpan.FromSeconds(Every))
            {
                var seconds = (at - CanarySample.Start).TotalSeconds;
                if (seconds <= (isBad ? bad : Stops))
                {
                    times.Add(at.ToUnixTimeSeconds());
                    values.Add(rate * (1_000_000 + (10 * seconds)));
                }
            }

            var labels = new Dictionary<string, string> { ["__name__"] = selector[..selector.IndexOf('{', StringComparison.Ordinal)], ["digest"] = digest.Text };
            return Task.FromResult(new SeriesSet(times.Count == 0 ? [] : [new Series(labels, [.. times], [.. values])], []));
        }

        public Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation) => throw new InvalidOperationException($"nobody told what {expression} is");
    }
}
