using System.Text;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Settings of a few lines.</summary>
internal static class CanarySample
{
    /// <summary>Everything there is.</summary>
    internal const string Full = """
        version: 1
        canary:
          alpha: 1%
          beta: 0.02
          step: 15s
          window: 30m
          history: 50
          gauge-look-every: 4
          scope:
            baseline: track="stable", service="{{ scope.labels.service }}"
            canary: image=~".*{{ scope.digest }}", service="{{ scope.labels.service }}"
            labels: { service: shop }
            baseline-labels: { scope: shop-v1 }
            canary-labels: { scope: shop-v2 }
            check: kube_pod_container_info{ {{ scope.matcher }} }
          slo:
            objective: 99.9%
            period: 28d
            metrics: [http-errors, slow]
            tiers:
              - { long: 1h, short: 5m, factor: 14.4 }
              - { long: 6h, factor: 6 }
            confidence: 0.95
            period-events: 2.5e9
          metrics:
            - http-errors
            - preset: http-latency
              name: slow
              metric: shop_seconds
              threshold: 0.5
              matchers: route!="/health"
              fail-ratio: 1.1
              pass-ratio: 1.5
            - preset: http-errors
              name: checkout
              metric: checkout_total
              code-label: status
              codes: 5..|429
              negligible: 0.01%
              critical: true
              minimum-events: 20
              data: { missing: fail, stale: extend, partial: allow, not-a-number: fail, asymmetric: allow, too-few: extend, unproven: inconclusive, stale-after: 90s }
            - name: orders
              kind: errors
              query: orders_failed_total{ {{ scope.matcher }} }
              total: orders_total{ {{ scope.matcher }} }
              muted: true
            - name: queue
              kind: gauge
              query: avg(queue_length{ {{ scope.matcher }} })
              direction: either
            - name: ratio
              kind: condition
              query: sum(rate(good{ {{ scope.matcher }} }[1m])) / sum(rate(all{ {{ scope.matcher }} }[1m]))
              conditions:
                success: result[0] >= 0.95
                failure: result[0] < 0.9 || isNaN(result[0])
                count: 20
                failure-limit: -1
                inconclusive-limit: 3
                consecutive-error-limit: 2
                consecutive-success-limit: 5
            - name: cpu
              kind: kayenta
              query: avg(cpu{pod=~"{{ scope.labels.scope }}.*"}) by (zone)
              direction: increase
              groups: [system]
              critical: true
              kayenta: { tolerance: 0.3, confidence: 95%, nan-strategy: replace, outlier-factor: 2, effect: cles, allowed-increase: 0.6, critical-increase: 0.8, must-have-data: true }
          kayenta: { pass: 90, marginal: 70, group-weights: { system: 40 } }

        """;

    /// <summary>Reads settings from what stands below <c>canary:</c>.</summary>
    internal static CanarySettings Read(string body, string folder = "/") => ReadText(Text(body), folder)!;

    internal static CanarySettings? ReadText(string text, string folder = "/", SourceDialect dialect = SourceDialect.Prometheus) => CanarySettingsFile.ReadAsync(Encoding.UTF8.GetBytes(text), "pipelinekit.yaml", folder, dialect, default).GetAwaiter().GetResult();

    /// <summary>One metric with these members.</summary>
    internal static string Metric(string members) => $"metrics:\n  - {{ name: m, {members} }}\n";

    internal static string Text(string body) => "canary:\n" + string.Concat(body.Split('\n').Select(l => l.Length > 0 ? $"  {l}\n" : ""));

    /// <summary>What is wrong, as <c>line:column what | remedy</c>.</summary>
    internal static IReadOnlyList<string> Problems(string body, string folder = "/")
    {
        var failures = Assert.Throws<FailureException>(() => Read(body, folder)).Failures;
        Assert.All(failures, f => Assert.Equal(FailureCodes.BadConfiguration, f.Code));
        return [.. failures.Select(f => $"{f.Place!.Line}:{f.Place.Column} {f.What} | {f.Remedy}")];
    }
}
