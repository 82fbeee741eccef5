using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanarySettingsTests
{
    private static readonly CanarySettings Full = CanarySample.ReadText(CanarySample.Full)!;

    private static MetricDefinition Metric(string name) => Full.Metrics.Single(m => m.Name == name);

    [Fact]
    public void What_is_compared_and_when_is_read()
    {
        Assert.Equal((0.01, 0.02, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(30), 50, 4), (Full.Alpha, Full.Beta, Full.Step, Full.Window, Full.History, Full.GaugeLookEvery));
        Assert.Equal("track=\"stable\", service=\"{{ scope.labels.service }}\"", Full.BaselineMatcher);
        Assert.Equal("image=~\".*{{ scope.digest }}\", service=\"{{ scope.labels.service }}\"", Full.CanaryMatcher);
        Assert.Equal(("shop", "shop-v1", "shop-v2", "kube_pod_container_info{ {{ scope.matcher }} }"), (Full.Labels["service"], Full.BaselineLabels["scope"], Full.CanaryLabels["scope"], Full.CheckQuery));
        Assert.Equal(["http-errors", "slow", "checkout", "orders", "queue", "ratio", "cpu"], Full.Metrics.Select(m => m.Name));
    }

    [Fact]
    public void An_objective_is_read()
    {
        var slo = Full.Slo!;
        Assert.Equal((0.999, TimeSpan.FromDays(28), 0.95, 2.5e9), (slo.Objective, slo.Period, slo.Confidence, slo.PeriodEvents));
        Assert.Equal(["http-errors", "slow"], slo.Metrics);
        Assert.Equal([new BurnTier(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 14.4), new BurnTier(TimeSpan.FromHours(6), TimeSpan.FromMinutes(30), 6)], slo.Tiers);
        Assert.Equal(SloPresets.Tiers("fast-burn"), CanarySample.Read("slo: { objective: 0.99 }").Slo!.Tiers);
        Assert.Equal(SloPresets.Tiers("sre"), CanarySample.Read("slo: { objective: 99%, tiers: sre }").Slo!.Tiers);
    }

    [Fact]
    public void Presets_take_the_names_of_a_service()
    {
        Assert.Equal(MetricPresets.Find("http-errors"), Metric("http-errors"));
        var slow = Metric("slow");
        Assert.Equal((MetricKind.Latency, "shop_seconds_bucket{ {{ scope.matcher }}, route!=\"/health\" }", 0.5, 1.1, 1.5), (slow.Kind, slow.Query, slow.Threshold, slow.FailRatio, slow.PassRatio));
        var checkout = Metric("checkout");
        Assert.Equal(("checkout_total{ {{ scope.matcher }}, status=~\"5..|429\" }", "checkout_total{ {{ scope.matcher }} }"), (checkout.Query, checkout.TotalQuery));
        Assert.Equal((0.0001, true, 20.0, 1.0, 2.0), (checkout.Negligible, checkout.IsCritical, checkout.MinimumEvents, checkout.FailRatio, checkout.PassRatio));
    }

    [Fact]
    public void What_becomes_of_gaps_is_read()
    {
        var data = Metric("checkout").Data;
        Assert.Equal(
            [DataAction.Fail, DataAction.Extend, DataAction.Allow, DataAction.Fail, DataAction.Allow, DataAction.Extend, DataAction.Inconclusive],
            Enum.GetValues<DataProblemKind>().Select(data.For));
        Assert.Equal((TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(2)), (data.StaleAfter, Metric("orders").Data.StaleAfter));
    }

    [Fact]
    public void Metrics_of_each_kind_are_read()
    {
        Assert.Equal((MetricKind.Errors, true, "orders_total{ {{ scope.matcher }} }", null), (Metric("orders").Kind, Metric("orders").IsMuted, Metric("orders").TotalQuery, Metric("orders").Negligible));
        Assert.Equal((MetricKind.Gauge, MetricDirection.Either), (Metric("queue").Kind, Metric("queue").Direction));
        Assert.Equal(
            new MetricConditions
            {
                Success = "result[0] >= 0.95",
                Failure = "result[0] < 0.9 || isNaN(result[0])",
                Count = 20,
                FailureLimit = -1,
                InconclusiveLimit = 3,
                ConsecutiveErrorLimit = 2,
                ConsecutiveSuccessLimit = 5,
            },
            Metric("ratio").Conditions);
        var cpu = Metric("cpu");
        Assert.Equal(["system"], cpu.Groups);
        Assert.Equal(
            new MetricOptions
            {
                Direction = MetricDirection.Increase,
                Tolerance = 0.3,
                Confidence = 0.95,
                NanStrategy = NanStrategy.Replace,
                OutlierFactor = 2,
                Measure = EffectMeasure.Cles,
                Allowed = (0.5, 0.6),
                Critical = (0.5, 0.8),
                IsCritical = true,
                MustHaveData = true,
            },
            cpu.Kayenta);
        Assert.Equal((90.0, 70.0, 40.0), (Full.Kayenta!.Pass, Full.Kayenta.Marginal, Full.Kayenta.GroupWeights["system"]));
    }

    [Fact]
    public void What_is_left_out_is_the_inputs_to_say()
    {
        var settings = CanarySample.Read("metrics: saturation");
        Assert.Equal(MetricPresets.Find("saturation"), Assert.Single(settings.Metrics));
        Assert.Equal((null, null, null, null, null, null, null), (settings.Slo, settings.Kayenta, settings.Alpha, settings.Beta, settings.Step, settings.Window, settings.History));
        Assert.Equal(("", ""), (settings.BaselineMatcher, settings.CanaryMatcher));
    }

    [Theory]
    [InlineData("")]
    [InlineData("version: 1\n")]
    [InlineData("canary: ~\n")]
    public void A_file_may_say_nothing_of_canaries(string text) => Assert.Null(CanarySample.ReadText(text));

    [Fact]
    public void Every_preset_can_be_asked_and_has_its_name()
    {
        Assert.Null(MetricPresets.Find("errors"));
        Assert.All(MetricPresets.Names, name =>
        {
            var preset = MetricPresets.Find(name)!;
            Assert.Equal(name, preset.Name);
            Assert.Contains("{{ scope.matcher }}", MetricQueryTemplate.Parse(preset.Query).ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_configuration_of_Kayenta_is_taken_over_and_its_scoring_can_be_changed()
    {
        using var folder = new TempFolder();
        folder.Write("canary.json", """{"name":"c","metrics":[{"name":"a","groups":["g"],"query":{"metricName":"x"}}],"classifier":{"groupWeights":{"g":30},"scoreThresholds":{"pass":80,"marginal":50}}}""");

        var settings = CanarySample.Read("metrics: [http-errors]\nkayenta: canary.json", folder.Path);
        var changed = CanarySample.Read("kayenta: { file: canary.json, pass: 90, group-weights: { g: 60, h: 10 } }", folder.Path);

        Assert.Equal(["http-errors", "a"], settings.Metrics.Select(m => m.Name));
        Assert.Equal((80.0, 50.0, 30.0), (settings.Kayenta!.Pass, settings.Kayenta.Marginal, settings.Kayenta.GroupWeights["g"]));
        Assert.Equal((90.0, 50.0, 60.0, 10.0), (changed.Kayenta!.Pass, changed.Kayenta.Marginal, changed.Kayenta.GroupWeights["g"], changed.Kayenta.GroupWeights["h"]));
    }

    [Fact]
    public void A_metric_for_Kayentas_judge_has_its_usual_scoring() =>
        Assert.Equal((95.0, 75.0), (CanarySample.Read(CanarySample.Metric("kind: kayenta, query: 'x{ {{ scope.matcher }} }'")).Kayenta!.Pass, CanarySample.Read(CanarySample.Metric("kind: kayenta, query: 'x{ {{ scope.matcher }} }'")).Kayenta!.Marginal));
}
