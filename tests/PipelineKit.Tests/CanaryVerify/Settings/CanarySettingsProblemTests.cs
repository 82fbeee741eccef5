using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanarySettingsProblemTests
{
    private const string Q = "query: 'x{ {{ scope.matcher }} }'";

    [Theory]
    [InlineData("[]", "2:3 keys and values are expected here")]
    [InlineData("metricz: []", "2:3 unknown key `metricz` | Did you mean `metrics`?")]
    [InlineData("alpha: 0", "2:10 `alpha` is above 0 and below 1, as in `1%`, not `0`")]
    [InlineData("alpha: 100%", "2:10 `alpha` is a percentage above 0 and below 100, not `100%` | Write it as in `1%`.")]
    [InlineData("beta: x", "2:9 `beta` is above 0 and below 1")]
    [InlineData("step: 500ms", "2:9 `step` is whole seconds, at least one")]
    [InlineData("step: soon", "2:9 `step` is a span of time, not `soon`")]
    [InlineData("step: 1h\nwindow: 1m", "3:11 a window has from 1 to 10000 steps")]
    [InlineData("history: -1", "2:12 `history` is a number from 0 to 10000")]
    [InlineData("scope: { baselin: x }", "2:12 unknown key `baselin` | Did you mean `baseline`?")]
    [InlineData("scope: { labels: [a] }", "2:20 `labels` has names and values")]
    [InlineData("scope: { labels: { 1a: x } }", "`1a` is no name")]
    [InlineData("scope: { canary: 'track=\"{{ scope.diges }}\"' }", "2:20 `scope.diges` is not known")]
    [InlineData("scope: { baseline: 'track=\"a\"', canary: 'track=\"a\"' }", "2:44 `baseline` and `canary` match the same series")]
    [InlineData("scope: { check: up }", "2:19 Nothing in this query tells the arms apart")]
    [InlineData("slo: {}", "2:8 `objective` is missing here | Say which part")]
    [InlineData("slo: { objective: 99.9 }", "2:21 `objective` is above 0 and below 1, as in `99.9%`, not `99.9`")]
    [InlineData("slo: { objective: 99%, tiers: fast }", "2:33 `tiers` is not `fast` | It is one of `fast-burn`, `sre`.")]
    [InlineData("slo: { objective: 99%, tiers: [] }", "2:33 `tiers` has 0 tiers")]
    [InlineData("slo: { objective: 99%, tiers: [{ long: 1h }] }", "2:34 `factor` is missing here | Write a tier as in")]
    [InlineData("slo: { objective: 99%, tiers: [{ long: 1h, short: 2h, factor: 2 }] }", "2:53 `short` is longer than `long`")]
    [InlineData("slo: { objective: 99%, tiers: [{ long: 1h, factor: 0 }] }", "2:54 `factor` is a burn rate above 0")]
    [InlineData("slo: { objective: 90% }", "2:21 a budget this large cannot burn as fast")]
    [InlineData("metrics: [http-errors]\nslo: { objective: 99%, metrics: [http-error] }", "3:36 there is no metric `http-error` | Did you mean `http-errors`?")]
    [InlineData("metrics: [saturation]\nslo: { objective: 99%, metrics: saturation }", "3:35 `saturation` counts no events")]
    [InlineData("metrics: [http-error]", "2:13 there is no preset `http-error` | Did you mean `http-errors`?")]
    [InlineData("metrics: [http-errors, http-errors]", "2:12 there are 2 metrics `http-errors` | Give each a `name` of its own.")]
    [InlineData("metrics: [[http-errors]]", "2:13 keys and values are expected here")]
    [InlineData("kayenta: { pass: 101 }", "2:20 `pass` is a score from 0 to 100, not `101`")]
    [InlineData("kayenta: { marginal: 96 }", "2:24 `marginal` is above `pass`, which is 95")]
    [InlineData("kayenta: { group-weights: { a: much } }", "2:34 `a` is a weight from 0 to 100")]
    [InlineData("kayenta: { scoring: 1 }", "2:14 unknown key `scoring`")]
    [InlineData("argo: { args: {} }", "2:9 it is not said which file the analysis template is in")]
    public void What_is_wrong_is_told_with_its_place(string body, string problem) => Assert.Contains(problem, Assert.Single(CanarySample.Problems(body)), StringComparison.Ordinal);

    [Theory]
    [InlineData(Q, "it is not said what kind of metric this is | Give `kind`, one of `errors`")]
    [InlineData("kind: error, " + Q, "`kind` is not `error` | Did you mean `errors`?")]
    [InlineData("kind: gauge", "`query` is missing here")]
    [InlineData("kind: gauge, query: up", "Nothing in this query tells the arms apart")]
    [InlineData("kind: gauge, query: 'x{ {{ scope.mather }} }'", "`scope.mather` is not known")]
    [InlineData("kind: gauge, total: 'x{ {{ scope.matcher }} }', " + Q, "`total` means nothing for a metric of kind `gauge`")]
    [InlineData("kind: errors, " + Q, "`total` is missing here | Give the selector of all events")]
    [InlineData("kind: latency, " + Q, "`threshold` is missing here | Say from where on")]
    [InlineData("kind: latency, threshold: 0, " + Q, "`threshold` is a number above 0")]
    [InlineData("kind: latency, threshold: 1, direction: increase, " + Q, "`direction` means nothing for a metric of kind `latency`")]
    [InlineData("kind: gauge, direction: up, " + Q, "`direction` is not `up` | It is one of `either`, `increase`, `decrease`.")]
    [InlineData("kind: gauge, fail-ratio: 0.9, " + Q, "`fail-ratio` is a ratio of at least 1")]
    [InlineData("kind: gauge, fail-ratio: 2, pass-ratio: 1.5, " + Q, "`pass-ratio` is 1.5, and not above `fail-ratio`, which is 2")]
    [InlineData("kind: gauge, metric: x, " + Q, "`metric` is for presets; the query says it here")]
    [InlineData("kind: gauge, negligible: 1%, " + Q, "`negligible` means nothing for a metric of kind `gauge`")]
    [InlineData("kind: gauge, critical: yes, " + Q, "`critical` is true or false, not `yes`")]
    [InlineData("kind: gauge, groups: [a], " + Q, "`groups` means nothing for a metric of kind `gauge`")]
    [InlineData("kind: gauge, data: { missing: allow }, " + Q, "`missing` is not `allow` | It is one of `inconclusive`, `fail`, `extend`.")]
    [InlineData("kind: gauge, data: { mising: fail }, " + Q, "unknown key `mising` | Did you mean `missing`?")]
    [InlineData("kind: gauge, data: { stale-after: 0s }, " + Q, "`stale-after` is whole seconds")]
    [InlineData("kind: condition, " + Q, "`conditions` is missing here")]
    [InlineData("kind: condition, conditions: {}, " + Q, "there is no condition: every measurement would be a success")]
    [InlineData("kind: condition, conditions: { success: results > 1 }, " + Q, "`results > 1` cannot be read at character 1: `results` is not known here")]
    [InlineData("kind: condition, conditions: { success: result > 1, count: 3, failure-limit: 2, consecutive-success-limit: 2 }, " + Q, "3 measurements can never reach both limits")]
    [InlineData("kind: condition, conditions: { success: result > 1, failure-limit: -2 }, " + Q, "`failure-limit` is a number from 0")]
    [InlineData("kind: kayenta, kayenta: { effect: cohen }, " + Q, "`effect` is not `cohen` | It is one of `mean-ratio`, `cles`.")]
    [InlineData("kind: kayenta, kayenta: { tolerance: -1 }, " + Q, "`tolerance` is a number from 0 on")]
    [InlineData("preset: http-error", "there is no preset `http-error` | Did you mean `http-errors`?")]
    [InlineData("preset: http-errors, kind: errors", "`kind` is said by the preset `http-errors`")]
    [InlineData("preset: http-errors, threshold: 1", "`threshold` means nothing for the preset `http-errors`")]
    [InlineData("preset: http-latency, codes: 5..", "`codes` means nothing for the preset `http-latency`")]
    [InlineData("preset: http-errors, metric: a b", "`a b` is no name of a metric or label")]
    [InlineData("preset: http-errors, codes: '5\"'", "`5\"` is no expression for codes")]
    public void What_is_wrong_with_a_metric_is_told_with_its_place(string members, string problem)
    {
        var found = Assert.Single(CanarySample.Problems(CanarySample.Metric(members)));

        Assert.StartsWith("3:", found, StringComparison.Ordinal);
        Assert.Contains(problem, found, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_in_the_order_of_the_file() =>
        Assert.Equal(["2", "3", "5", "6"], CanarySample.Problems("alpha: 2\nbeta: 3\nmetrics:\n  - http-error\n  - { name: m, kind: gauge }\n").Select(p => p.Split(':')[0]));

    [Fact]
    public void What_is_wrong_with_another_file_is_told_with_it()
    {
        using var folder = new TempFolder();
        folder.Write("k.json", """{"metrics":[{"name":"a","query":{"type":"atlas","metricName":"x"}}]}""");

        Assert.Contains("`k.json`: $.metrics[0].query.type is `atlas`", Assert.Single(CanarySample.Problems("kayenta: k.json", folder.Path)), StringComparison.Ordinal);
        var missing = Assert.Throws<FailureException>(() => CanarySample.Read("kayenta: none.json", folder.Path));
        Assert.Equal(FailureCodes.UnreadableFile, Assert.Single(missing.Failures).Code);
    }
}
