using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Ci;
using PipelineKit.Tests.ScanGate;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanaryReportTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_rollback_that_failed_is_the_first_thing_people_read_and_never_exits_with_0()
    {
        var report = CanaryReport.From(Result(CanaryVerdict.Fail) with
        {
            FollowUps = [new FollowUp("rollback", Ok: false, "the registry refuses", new Failure(FailureCodes.RemoteRefused, "the registry refuses"))],
        });

        Assert.StartsWith("ROLLBACK FAILED", report.Headline, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Refused, report.Exit);
        Assert.Equal(FailureCodes.RemoteRefused, Assert.Single(report.Failures).Code);
    }

    [Fact]
    public void Somebody_who_could_not_be_told_changes_nothing_but_is_named()
    {
        var report = CanaryReport.From(Result(CanaryVerdict.Pass) with
        {
            FollowUps = [new FollowUp("annotation", Ok: false, "Grafana refuses", new Failure(FailureCodes.RemoteRefused, "Grafana refuses"))],
        });

        Assert.Equal(ExitCode.Ok, report.Exit);
        Assert.StartsWith("The canary passed", report.Headline, StringComparison.Ordinal);
        Assert.Single(report.Failures);
    }

    [Theory]
    [InlineData(CanaryVerdict.Pass, "pass", ExitCode.Ok)]
    [InlineData(CanaryVerdict.Fail, "fail", ExitCode.GateSaidNo)]
    [InlineData(CanaryVerdict.Inconclusive, "inconclusive", ExitCode.GateSaidNo)]
    public void The_verdict_is_an_output_of_its_own_words(CanaryVerdict verdict, string word, ExitCode exit)
    {
        var report = CanaryReport.From(Result(verdict));

        Assert.Equal((exit, word), (report.Exit, report.Outputs.Single(o => o.Output == CommonOutputs.Verdict).Value));
        Assert.Empty(ResultSchema.Violations(CanaryWorld.Definition, report));
    }

    [Fact]
    public void What_is_open_says_how_long_it_takes_yet_and_what_would_be_found()
    {
        var report = CanaryReport.From(Result(CanaryVerdict.Inconclusive));

        Assert.Contains("It needs about 2 minutes more at this traffic.", report.Headline, StringComparison.Ordinal);
        Assert.Equal("120", report.Outputs.Single(o => o.Output == CanaryOutputs.TimeNeeded).Value);
        Assert.Equal("1.5", report.Outputs.Single(o => o.Output == CanaryOutputs.DetectableRatio).Value);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.00012341, "1.234e-4")]
    [InlineData(0.01, "0.01")]
    [InlineData(123.456, "123.5")]
    [InlineData(1234567, "1.235e6")]
    [InlineData(double.NaN, "none")]
    [InlineData(double.PositiveInfinity, "∞")]
    public void Numbers_are_short(double number, string text) => Assert.Equal(text, CanaryText.Number(number));

    [Theory]
    [InlineData(1, "1 second")]
    [InlineData(61, "61 seconds")]
    [InlineData(840, "14 minutes")]
    [InlineData(9000, "2.5 hours")]
    public void Times_are_as_people_say_them(int seconds, string text) => Assert.Equal(text, CanaryText.Span(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, 50, 0, 0.0711)]
    [InlineData(3, 50, 0.0125, 0.1655)]
    [InlineData(50, 50, 0.9289, 1)]
    [InlineData(1, 1000, 0.0000253, 0.005559)]
    [InlineData(999, 1000, 0.994441, 0.9999747)]
    public void The_interval_of_a_rate_is_the_exact_one(int failed, int of, double lower, double upper)
    {
        var interval = BinomialInterval.Of(failed, of);

        Assert.Equal(lower, interval.Lower, 4);
        Assert.Equal(upper, interval.Upper, 4);
    }

    [Theory]
    [InlineData(15, 240)]
    [InlineData(60, 60)]
    [InlineData(3600, 100)]
    public void Points_of_the_chart_have_names_of_their_own(int step, int count)
    {
        var window = new TimeWindow(VerdictSamples.Window.Start, TimeSpan.FromSeconds(step), count);
        var (events, total) = (Enumerable.Repeat(1.0, count).ToArray(), Enumerable.Repeat(100.0, count).ToArray());
        var data = new MetricData { Definition = FakeMetrics.Errors with { Name = "metric" }, Window = window, BaselineCounts = new ArmCounts(events, total), CanaryCounts = new ArmCounts(events, total) };
        var result = Result(CanaryVerdict.Pass);

        var chart = CanaryChart.Of(result with { Document = result.Document with { Window = window, Case = new CanaryCase(new CanaryPolicy { Steps = count }, [data]) } });

        Assert.Equal(chart.Categories.Distinct(StringComparer.Ordinal), chart.Categories);
        Assert.InRange(chart.Categories.Count, 2, 41);
        Assert.All(chart.Series, s => Assert.Equal(chart.Categories.Count, s.Values.Count));
    }

    private CanaryVerifyResult Result(CanaryVerdict verdict)
    {
        var metric = VerdictSamples.Decision.Metrics[0] with { Verdict = verdict, DecidedAt = verdict == CanaryVerdict.Inconclusive ? null : 2 };
        var decision = VerdictSamples.Decision with { Verdict = verdict, Metrics = [metric], Slo = null };
        var definition = FakeMetrics.Errors with { Name = "metric" };
        var data = new MetricData { Definition = definition, Window = VerdictSamples.Window, BaselineCounts = new ArmCounts([1, 1, 1], [100, 100, 100]), CanaryCounts = new ArmCounts([1, 2, 3], [100, 100, 100]) };
        var document = VerdictSamples.Full with { Case = new CanaryCase(new CanaryPolicy { Steps = 3 }, [data]) };
        var options = new CanaryVerifyOptionsParser(GateWorld.Context(_folder.Path, ("metrics-file", "m"), ("canary", FakeMetrics.After.Text), ("baseline", FakeMetrics.Before.Text))).Parse();
        return new CanaryVerifyResult
        {
            Run = new CanaryRun
            {
                Options = options,
                Metrics = [definition],
                Scopes = document.Scopes,
                Policy = document.Case.Policy,
                Source = new FakeMetrics(),
                Step = TimeSpan.FromSeconds(30),
                History = new MetricHistory(0, 3),
            },
            Document = document,
            Decision = decision,
            Looks = new LookCount(1, 0, ""),
            VerdictDigest = FakeMetrics.After,
        };
    }
}
