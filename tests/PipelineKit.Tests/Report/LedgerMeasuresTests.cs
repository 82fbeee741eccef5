using PipelineKit.Audit;
using PipelineKit.Report;
using Xunit;

namespace PipelineKit.Tests.Report;

public sealed class LedgerMeasuresTests
{
    private static readonly ReportWindow Year = new(LedgerScript.Time("01-01 00:00"), LedgerScript.Time("12-31 00:00"), LedgerScript.Time("12-31 00:00"));

    [Fact]
    public void What_was_rolled_back_did_not_succeed_and_what_came_before_it_did()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a").Promote("06-02 10:00", "b").RollBack("06-02 10:20", "06-02 10:21", "b", "a"));

        Assert.Equal([DeploymentOutcome.Succeeded, DeploymentOutcome.RolledBack], report.Deployments.Select(d => d.Outcome));
        Assert.Equal((0.5, 0.5), (report.SuccessRate, report.ChangeFailureRate));
        Assert.Equal((60, 21 * 60), (Assert.Single(report.RollbackSeconds), Assert.Single(report.RecoverySeconds)));
    }

    [Fact]
    public void The_time_a_rollback_recorded_counts_before_the_time_between_its_lines()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a").Promote("06-02 10:00", "b").RollBack("06-02 10:20", "06-02 10:21", "b", "a", ("rollback-seconds", 7.5), ("detect-seconds", 90)));

        Assert.Equal((7.5, 90), (Assert.Single(report.RollbackSeconds), Assert.Single(report.DetectSeconds)));
    }

    [Fact]
    public void A_rejection_while_it_is_there_counts_as_a_failure_and_a_later_one_does_not()
    {
        var there = Measure(new LedgerScript("staging").Promote("06-01 10:00", "a").Add("06-01 11:00", LedgerKind.Reject, "a"));
        var gone = Measure(new LedgerScript("staging").Promote("06-01 10:00", "a").Promote("06-02 10:00", "b").Add("06-03 11:00", LedgerKind.Reject, "a"));

        Assert.Equal((0, 1), (there.SuccessRate, gone.SuccessRate));
    }

    [Fact]
    public void The_same_image_again_is_no_deployment_and_neither_is_going_back()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a").Promote("06-01 11:00", "a").Promote("06-02 10:00", "b").RollBack("06-02 11:00", "06-02 11:00", "b", "a"));

        Assert.Equal(2, report.Deployments.Count);
    }

    [Fact]
    public void An_image_that_comes_back_after_it_was_cleared_is_a_deployment_of_its_own()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a").Promote("06-02 10:00", "b").RollBack("06-02 11:00", "06-02 11:00", "b", "a")
            .Add("06-03 10:00", LedgerKind.Clear, "b").Promote("06-04 10:00", "b"));

        Assert.Equal([DeploymentOutcome.Succeeded, DeploymentOutcome.RolledBack, DeploymentOutcome.Succeeded], report.Deployments.Select(d => d.Outcome));
    }

    [Fact]
    public void What_was_given_up_is_told_apart_and_is_no_change_that_failed()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a").Add("06-02 10:00", LedgerKind.Intent, "b").Add("06-02 11:00", LedgerKind.Abandon, "b"));

        Assert.Equal((1, 0.5, 0d), (report.Count(DeploymentOutcome.Abandoned), report.SuccessRate, report.ChangeFailureRate));
        Assert.Null(report.History.OpenIntent);
    }

    [Fact]
    public void Canaries_are_counted_by_verdict_and_the_first_failure_says_how_long_it_took()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a").Verdict("06-01 10:30", "a", "pass").Promote("06-02 10:00", "b").Verdict("06-02 10:05", "b", "inconclusive: too few requests")
            .Verdict("06-02 10:10", "b", "fail: errors").RollBack("06-02 10:11", "06-02 10:12", "b", "a", ("detect-seconds", 9999)));

        Assert.Equal(new CanaryCounts(1, 1, 1), report.Canaries);
        Assert.Equal((0.5, 600), (report.CanaryFailureRate, Assert.Single(report.DetectSeconds)));
    }

    [Fact]
    public void Only_what_is_in_the_window_counts()
    {
        var june = new ReportWindow(LedgerScript.Time("06-01 00:00"), LedgerScript.Time("07-01 00:00"), LedgerScript.Time("12-31 00:00"));
        var script = new LedgerScript("production").Promote("05-31 23:59", "a").Promote("06-01 00:00", "b").Verdict("06-30 23:59", "b", "pass").Promote("07-01 00:00", "c", e => e with { Bypass = true, Reason = "fire" });

        var report = new LedgerMeasures(june, script.Ledger.Entries).Of("production", isProduction: true, EnvironmentHistory.Of(script.Ledger), []);

        Assert.Equal(LedgerScript.Image("b"), Assert.Single(report.Deployments).Digest);
        Assert.Equal((1, 0), (report.Canaries.Passed, report.Bypasses.Count));
    }

    [Fact]
    public void Lead_time_begins_when_the_image_first_came_to_the_first_environment()
    {
        var dev = new LedgerScript("dev").Promote("06-01 08:00", "a").Promote("06-01 09:00", "b").Promote("06-01 12:00", "a");
        var production = new LedgerScript("production").Promote("06-01 10:00", "a").Promote("06-02 10:00", "hotfix");

        var report = new LedgerMeasures(Year, production.Ledger.Entries).Of("production", isProduction: true, EnvironmentHistory.Of(production.Ledger), dev.Ledger.Entries);

        Assert.Equal(2 * 3600, Assert.Single(report.LeadSeconds));
    }

    [Fact]
    public void The_last_record_says_what_a_rollback_would_find()
    {
        var report = Measure(new LedgerScript("production").Promote("06-01 10:00", "a", Retained(2, 2)).Promote("06-02 10:00", "b", Retained(2, 3)).Promote("06-03 10:00", "c"));

        Assert.Equal(new RetentionCount(2, 3, FromRegistry: false), report.Retention);
    }

    [Fact]
    public void There_is_no_rate_of_nothing()
    {
        var report = Measure(new LedgerScript("production"));

        Assert.All([report.SuccessRate, report.ChangeFailureRate, report.CanaryFailureRate, report.RetentionCoverage], rate => Assert.True(double.IsNaN(rate)));
    }

    [Theory]
    [InlineData("", 0, double.NaN, double.NaN)]
    [InlineData("4", 1, 4, 4)]
    [InlineData("9 1 2", 3, 4, 2)]
    [InlineData("1 2 3 10", 4, 4, 2.5)]
    public void The_middle_and_the_mean_are_what_they_are_called(string figures, int count, double mean, double median) =>
        Assert.Equal(new Spread(count, mean, median), Spread.Of(figures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => double.Parse(f, System.Globalization.CultureInfo.InvariantCulture))));

    private static Func<LedgerEntry, LedgerEntry> Retained(int complete, int wanted) =>
        e => e with { Measures = new Dictionary<string, double>(StringComparer.Ordinal) { ["retention-complete"] = complete, ["retention-wanted"] = wanted } };

    private static EnvironmentReport Measure(LedgerScript script) => new LedgerMeasures(Year, script.Ledger.Entries).Of("production", isProduction: true, EnvironmentHistory.Of(script.Ledger), []);
}
