using PipelineKit.Canary;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Settings where metrics are in Azure Monitor.</summary>
public sealed class AzureSettingsTests
{
    [Theory]
    [InlineData("metrics: [{ preset: http-latency }]\n", "a preset knows metrics of Prometheus")]
    [InlineData("metrics: [{ name: m, kind: latency, query: 'T | where {{ scope.matcher }}', threshold: 1 }]\n", "`latency` is read from histograms of Prometheus")]
    [InlineData("metrics: [{ name: m, kind: gauge, query: 'T | summarize avg(x) by bin(TimeGenerated, {{ step }})' }]\n", "write `| where {{ scope.matcher }}`")]
    [InlineData("metrics: [{ name: m, kind: errors, query: 'T | where {{ scope.matcher }}' }]\n", "`total` is missing here")]
    [InlineData("metrics: [{ name: m, kind: gauge, query: 'T | where d == @\"{{ scope.digest }}\"' }]\n", "write plain quotes")]
    [InlineData("argo: analysis.yaml\n", "an analysis template has queries for Prometheus")]
    [InlineData("kayenta: canary.json\n", "a configuration of Kayenta has queries for Prometheus")]
    [InlineData("kayenta: { file: canary.json }\n", "a configuration of Kayenta has queries for Prometheus")]
    [InlineData("scope: { check: 'T // {{ scope.digest }}' }\n", "does nothing in a comment")]
    public void What_only_Prometheus_can_answer_is_refused_with_its_place(string body, string told)
    {
        var failures = Assert.Throws<FailureException>(() => CanarySample.ReadText(CanarySample.Text(body), dialect: SourceDialect.Kusto)).Failures;
        Assert.Contains(failures, f => f.What.Contains(told, StringComparison.Ordinal) && f.Place!.Line > 1);
    }

    [Fact]
    public void Every_other_kind_is_read_with_its_query()
    {
        var settings = CanarySample.ReadText(CanarySample.Text("""
            metrics:
              - { name: a, kind: errors, query: "T | where {{ scope.matcher }} // it's", total: "T | where x == '{{ scope.digest }}'" }
              - { name: b, kind: gauge, query: "T | where {{ scope.matcher }}" }
              - { name: c, kind: condition, query: "T | where {{ scope.matcher }}", conditions: { success: "result < 1" } }
              - { name: d, kind: kayenta, query: "T | where {{ scope.matcher }}" }
            kayenta: { pass: 90, marginal: 70 }
            """), dialect: SourceDialect.Kusto)!;
        Assert.Equal(["a", "b", "c", "d"], settings.Metrics.Select(m => m.Name));
        Assert.NotNull(settings.Kayenta);
    }
}
