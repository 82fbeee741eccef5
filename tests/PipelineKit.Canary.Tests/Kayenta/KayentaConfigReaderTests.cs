using System.Text;
using Xunit;

namespace PipelineKit.Canary.Tests;

public sealed class KayentaConfigReaderTests
{
    private const string Full = """
        {
          "name": "shop", "description": "of the shop", "configVersion": "1", "applications": ["shop"],
          "judge": { "name": "NetflixACAJudge-v1.0", "judgeConfigurations": {} },
          "metrics": [
            {
              "name": "errors", "scopeName": "default", "groups": ["http", "http", "all"],
              "query": { "type": "prometheus", "serviceType": "prometheus", "customInlineTemplate": "PromQL:sum(rate(http_errors_total{pod=~\"$\\{scope}.*\", ns=\"${location}\"}[1m]))" },
              "analysisConfigurations": {
                "canary": {
                  "direction": "INCREASE", "nanStrategy": "replace", "critical": true, "mustHaveData": "true", "muted": false,
                  "effectSize": { "allowedIncrease": 1.2, "criticalIncrease": 1.5 }, "outliers": { "strategy": "remove", "outlierFactor": 2 }
                }
              }
            },
            {
              "name": "cpu", "groups": ["system"],
              "query": { "type": "prometheus", "metricName": "node:cpu", "labelBindings": ["env=\"live\""], "groupByFields": ["zone", "mode"], "customFilterTemplate": "byPod" },
              "analysisConfigurations": { "canary": { "muted": true, "effectSize": { "measure": "cles" }, "nanStrategy": "zero" } }
            },
            { "name": "memory", "groups": [], "query": { "metricName": "memory_bytes" } }
          ],
          "templates": { "byPod": "pod=~\"${ scope }-.*\"" },
          "classifier": { "groupWeights": { "http": 70, "system": "20" }, "scoreThresholds": { "marginal": 60, "pass": 90 } }
        }
        """;

    private static KayentaConfig Read(string json) => KayentaConfigReader.Read(Encoding.UTF8.GetBytes(json));

    private static IReadOnlyList<string> Problems(string json) => [.. Assert.Throws<KayentaConfigException>(() => Read(json)).Problems.Select(p => $"{p.Path} {p.What}")];

    private static string Metric(string members) => $$"""{"metrics":[{"name":"m","query":{"metricName":"x"},{{members}} }]}""";

    private static string Query(string members) => $$"""{"metrics":[{"name":"m","query":{ {{members}} } }],"templates":{"a":"b=\"c\"","d":"pod=\"${scope}\""} }""";

    [Fact]
    public void Everything_that_is_about_reading_and_judging_is_read()
    {
        var config = Read(Full);

        Assert.Equal(("shop", 90.0, 60.0, 70.0, 20.0), (config.Name, config.Scoring.Pass, config.Scoring.Marginal, config.Scoring.GroupWeights["http"], config.Scoring.GroupWeights["system"]));
        var errors = config.Metrics[0];
        Assert.Equal(("errors", MetricKind.Kayenta, true, false), (errors.Name, errors.Kind, errors.IsCritical, errors.IsMuted));
        Assert.Equal(["http", "all"], errors.Groups);
        Assert.Equal("""sum(rate(http_errors_total{pod=~"{{ scope.labels.scope }}.*", ns="{{ scope.labels.location }}"}[1m]))""", errors.Query);
        Assert.Equal(
            new MetricOptions { Direction = MetricDirection.Increase, NanStrategy = NanStrategy.Replace, IsCritical = true, MustHaveData = true, Allowed = (1, 1.2), Critical = (1, 1.5), OutlierFactor = 2 },
            errors.Kayenta);
        var cpu = config.Metrics[1];
        Assert.Equal("""avg(node:cpu{ pod=~"{{ scope.labels.scope }}-.*",env="live" }) by (zone,mode)""", cpu.Query);
        Assert.Equal((true, new MetricOptions { Measure = EffectMeasure.Cles, Allowed = (0.5, 0.5), Critical = (0.5, 0.5) }), (cpu.IsMuted, cpu.Kayenta));
        Assert.Equal("avg(memory_bytes{ {{ scope.matcher }} })", config.Metrics[2].Query);
    }

    [Fact]
    public void A_request_has_the_configuration_and_other_thresholds()
    {
        var config = Read("""{"canaryConfig":""" + Full + ""","executionRequest":{"thresholds":{"pass":"99","marginal":50}}}""");

        Assert.Equal((3, 99.0, 50.0), (config.Metrics.Count, config.Scoring.Pass, config.Scoring.Marginal));
        Assert.Equal((95.0, 75.0), (Read("""{"metrics":[{"name":"m","query":{"metricName":"x"}}]}""").Scoring.Pass, Read("""{"metrics":[{"name":"m","query":{"metricName":"x"}}]}""").Scoring.Marginal));
    }

    [Theory]
    [InlineData("{", "$ is not JSON")]
    [InlineData("""{"name":"a","name":"b"}""", "$ is not JSON")]
    [InlineData("{}", "$.metrics has no metrics")]
    [InlineData("""{"metrics":{}}""", "$.metrics is no array")]
    [InlineData("""{"metrics":[{"query":{"metricName":"x"}}]}""", "$.metrics[0].name is missing")]
    [InlineData("""{"metrics":[{"name":"a"}]}""", "$.metrics[0].query is missing")]
    [InlineData("""{"metrics":[{"name":"a","query":{"metricName":"x"}},{"name":"a","query":{"metricName":"x"}}]}""", "$.metrics[1].name `a` is there already")]
    [InlineData("""{"metrics":[{"name":"a","scopeName":"s","query":{"metricName":"x"}},{"name":"b","scopeName":"t","query":{"metricName":"x"}}]}""", "$.metrics[1].scopeName is another scope than `s`")]
    [InlineData("""{"judge":{"name":"dredd-v1.0"},"metrics":[{"name":"a","query":{"metricName":"x"}}]}""", "$.judge.name is `dredd-v1.0`")]
    [InlineData("""{"metrics":[{"name":"a","query":{"metricName":"x"}}],"classifier":{"groupWeights":{"g":101}}}""", "$.classifier.groupWeights.g is no weight")]
    [InlineData("""{"metrics":[{"name":"a","query":{"metricName":"x"}}],"classifier":{"scoreThresholds":{"pass":70}}}""", "$.classifier.scoreThresholds has pass 70 and marginal 75")]
    public void What_cannot_be_taken_over_is_refused_with_its_path(string json, string problem) => Assert.StartsWith(problem, Assert.Single(Problems(json)), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"analysisConfigurations\":{\"canary\":{\"direction\":\"up\"}}", "$.metrics[0].analysisConfigurations.canary.direction is `up`, and not one of either, increase, decrease")]
    [InlineData("\"analysisConfigurations\":{\"canary\":{\"critical\":1}}", "$.metrics[0].analysisConfigurations.canary.critical is neither true nor false")]
    [InlineData("\"analysisConfigurations\":{\"canary\":{\"effectSize\":{\"measure\":\"cohenD\"}}}", "$.metrics[0].analysisConfigurations.canary.effectSize.measure is `cohenD`")]
    [InlineData("\"analysisConfigurations\":{\"canary\":{\"effectSize\":{\"allowedIncrease\":\"much\"}}}", "$.metrics[0].analysisConfigurations.canary.effectSize.allowedIncrease is no number")]
    [InlineData("\"analysisConfigurations\":{\"canary\":{\"outliers\":{\"strategy\":\"remove\",\"outlierFactor\":0}}}", "$.metrics[0].analysisConfigurations.canary.outliers.outlierFactor is not above 0")]
    [InlineData("\"groups\":\"http\"", "$.metrics[0].groups is no array")]
    [InlineData("\"groups\":[1]", "$.metrics[0].groups[0] is no text")]
    public void What_is_wrong_with_a_metric_is_told_with_its_path(string members, string problem) => Assert.StartsWith(problem, Assert.Single(Problems(Metric(members))), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"type\":\"datadog\",\"metricName\":\"x\"", "$.metrics[0].query.type is `datadog`")]
    [InlineData("\"metricName\":\"a b\"", "$.metrics[0].query.metricName is no name of a metric")]
    [InlineData("\"customInlineTemplate\":\"pod=\\\"${scope}\\\"\"", "$.metrics[0].query.metricName is no name of a metric")]
    [InlineData("\"metricName\":\"x\",\"resourceType\":\"gce_instance\"", "$.metrics[0].query.resourceType is `gce_instance`")]
    [InlineData("\"customInlineTemplate\":\"PromQL:up\"", "$.metrics[0].query.customInlineTemplate has no `${scope}`: it would ask the same for both sides")]
    [InlineData("\"metricName\":\"x\",\"customFilterTemplate\":\"a\"", "$.templates.a has no `${scope}`: both sides would be filtered alike")]
    [InlineData("\"metricName\":\"x\",\"customFilterTemplate\":\"z\"", "$.metrics[0].query.customFilterTemplate names the template `z`")]
    [InlineData("\"customFilter\":\"PromQL:x{a=\\\"${scope?upper_case}\\\"}\"", "$.metrics[0].query.customFilter has `${scope?upper_case}`; only `${name}` is known here")]
    [InlineData("\"customInlineTemplate\":\"PromQL:<#if a>${scope}\"", "$.metrics[0].query.customInlineTemplate has directives of a template language")]
    [InlineData("\"customInlineTemplate\":\"PromQL:x{a=\\\"${scope\"", "$.metrics[0].query.customInlineTemplate has `${scope`")]
    public void A_query_that_cannot_be_taken_over_is_refused_with_its_path(string members, string problem) => Assert.Contains(Problems(Query(members)), p => p.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void Templates_by_name_are_filled_in() => Assert.Equal("""avg(x{ pod="{{ scope.labels.scope }}" })""", Read(Query("\"metricName\":\"x\",\"customFilterTemplate\":\"d\"")).Metrics[0].Query);

    [Fact]
    public void All_that_is_wrong_is_told_at_once() => Assert.Equal(2, Problems("""{"metrics":[{"query":{"type":"atlas","metricName":"x"}}]}""").Count);

    [Fact]
    public void What_is_too_large_is_refused() => Assert.Contains("bytes", Assert.Single(Assert.Throws<KayentaConfigException>(() => KayentaConfigReader.Read(new byte[(4 << 20) + 1])).Problems).What, StringComparison.Ordinal);
}
