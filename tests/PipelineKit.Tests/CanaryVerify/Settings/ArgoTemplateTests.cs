using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class ArgoTemplateTests
{
    private const string Template = """
        apiVersion: argoproj.io/v1alpha1
        kind: AnalysisTemplate
        metadata:
          name: success-rate
        spec:
          args:
            - name: service-name
            - name: limit
              value: "3"
          dryRun:
            - metricName: latency
          metrics:
            - name: success-rate
              interval: 5m
              initialDelay: 1m
              count: 10
              successCondition: result[0] >= 0.95
              failureCondition: "result[0] < 0.9"
              failureLimit: "{{args.limit}}"
              inconclusiveLimit: 2
              consecutiveErrorLimit: 1
              provider:
                prometheus:
                  address: http://prometheus.example.com:9090
                  timeout: 40
                  query: |
                    sum(rate(requests_total{service=~"{{args.service-name}}",code!~"5.*"}[5m])) /
                    sum(rate(requests_total{service=~"{{ args.service-name }}"}[5m]))
            - name: latency
              successCondition: result < 0.5
              provider: { prometheus: { query: 'latency{service="{{args.service-name}}"}' } }

        """;

    private static CanarySettings Read(string template, string args = "args: { service-name: \"{{ scope.labels.service }}\" }")
    {
        using var folder = new TempFolder();
        folder.Write("analysis.yaml", template);
        return CanarySample.Read($"argo: {{ file: analysis.yaml, {args} }}", folder.Path);
    }

    private static IReadOnlyList<string> Problems(string template, string args = "args: { service-name: \"{{ scope.labels.service }}\" }")
    {
        using var folder = new TempFolder();
        folder.Write("analysis.yaml", template);
        return CanarySample.Problems($"argo: {{ file: analysis.yaml, {args} }}", folder.Path);
    }

    [Fact]
    public void Metrics_of_Prometheus_become_conditions_with_the_arguments_filled_in()
    {
        var metrics = Read(Template).Metrics;

        Assert.Equal(["success-rate", "latency"], metrics.Select(m => m.Name));
        Assert.Equal(
            new MetricConditions { Success = "result[0] >= 0.95", Failure = "result[0] < 0.9", Count = 10, FailureLimit = 3, InconclusiveLimit = 2, ConsecutiveErrorLimit = 1 },
            metrics[0].Conditions);
        Assert.Equal(
            "sum(rate(requests_total{service=~\"{{ scope.labels.service }}\",code!~\"5.*\"}[5m])) /\nsum(rate(requests_total{service=~\"{{ scope.labels.service }}\"}[5m]))",
            metrics[0].Query);
        Assert.Equal((MetricKind.Condition, false, true), (metrics[0].Kind, metrics[0].IsMuted, metrics[1].IsMuted));
        Assert.Equal(new MetricConditions { Success = "result < 0.5" }, metrics[1].Conditions);
    }

    [Theory]
    [InlineData("kind: AnalysisTemplate", "kind: Rollout", "1:1 this is no analysis template")]
    [InlineData("successCondition: result < 0.5", "successCondition: result <", "`result <` cannot be read at character 9")]
    [InlineData("successCondition: result < 0.5", "sucessCondition: result < 0.5", "unknown key `sucessCondition` | Did you mean `successCondition`?")]
    [InlineData("count: 10", "count: many", "`count` is a number from -1")]
    [InlineData("\"{{args.limit}}\"", "\"{{args.limits}}\"", "`{{args.limits}}` is no argument of the template")]
    [InlineData("prometheus: { query", "datadog: { query", "the provider of `latency` is not Prometheus")]
    [InlineData("prometheus: { query", "prometheus: { rangeQuery: { start: now }, query", "a range query cannot be taken over")]
    [InlineData("'latency{service=\"{{args.service-name}}\"}'", "latency", "Nothing in this query tells the arms apart")]
    public void What_cannot_be_taken_over_is_told_with_its_place(string from, string to, string problem) => Assert.Contains(Problems(Template.Replace(from, to, StringComparison.Ordinal)), p => p.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Arguments_have_values_and_those_that_are_given_exist()
    {
        Assert.Contains(Problems(Template, "args: {}"), p => p.StartsWith("7:7 the argument `service-name` has no value", StringComparison.Ordinal));
        Assert.Contains(Problems(Template, "args: { service-name: \"{{ scope.digest }}\", limits: 2 }"), p => p.Contains("the template has no argument `limits` | Did you mean `limit`?", StringComparison.Ordinal));
    }

    [Fact]
    public void A_query_that_is_the_same_for_every_canary_is_refused() => Assert.Contains(Problems(Template, "args: { service-name: shop }"), p => p.Contains("Nothing in this query tells the arms apart", StringComparison.Ordinal));
}
