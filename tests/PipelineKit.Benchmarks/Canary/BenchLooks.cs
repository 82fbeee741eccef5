using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>Judges a release that is looked at so many times: what was counted between two looks is one step, and values are looked at so often.</summary>
internal static class BenchLooks
{
    internal static (int? Failed, int? Passed) Judge(MetricData data, int steps, int looks, bool isOver)
    {
        var every = steps / looks;
        if (data.Definition.Kind == MetricKind.Gauge)
        {
            var policy = new CanaryPolicy { Steps = steps, GaugeLookEvery = every };
            var gauges = new GaugePanel([data], policy, policy.Alpha);
            var decision = gauges.Decisions(gauges.FailedAt).First();
            return (gauges.FailedAt, decision.Verdict == CanaryVerdict.Pass ? decision.DecidedAt : null);
        }

        var summed = every == 1 ? data : data with { CanaryCounts = Summed(data.CanaryCounts!, every), BaselineCounts = Summed(data.BaselineCounts!, every) };
        var counting = new CanaryPolicy { Steps = looks, StopsAtPass = !isOver };
        var counts = new CountPanel([summed], counting, AlphaShares.Of(counting, [data.Definition]));
        var (failed, passed) = (counts.FailedAt * every, counts.Passes[0] * every);
        return (isOver || failed <= (passed ?? int.MaxValue) ? failed : null, passed);
    }

    // Steps without points are left out in both arms.
    private static ArmCounts Summed(ArmCounts counts, int every) => new(Summed(counts.Events, every), Summed(counts.Total, every));

    private static double[] Summed(double[] steps, int every) => [.. steps.Chunk(every).Select(some => some.Where(v => !double.IsNaN(v)).Sum())];
}
