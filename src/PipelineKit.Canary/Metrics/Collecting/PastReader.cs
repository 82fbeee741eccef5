namespace PipelineKit.Canary;

/// <summary>Reads what was before a window, with one question a query.</summary>
internal static class PastReader
{
    // Enough to know a variance, and not too many raw samples.
    private const int DispersionSteps = 300;
    private const int LeastEvents = 5;

    public static Task<MetricPast> ReadAsync(MetricReader reader, MetricDefinition metric, ArmScope baseline, TimeWindow window, MetricHistory history)
    {
        if (history.Windows <= 0)
        {
            return Task.FromResult(MetricPast.None);
        }

        return metric.Kind switch
        {
            MetricKind.Gauge => GaugeAsync(reader, baseline, window, history),
            MetricKind.Errors or MetricKind.Latency => CountsAsync(reader, metric, baseline, window, history),
            _ => Task.FromResult(MetricPast.None),
        };
    }

    /// <summary>The windows of a gauge's past, as logarithms of ratios or as differences.</summary>
    public static List<double[]> Windows(MetricPast past, int steps, bool isDifference)
    {
        var list = new List<double[]>();
        for (var start = 0; start + steps <= past.First.Length; start += steps)
        {
            var window = new double[steps];
            for (var i = 0; i < steps; i++)
            {
                var (one, other) = (past.First[start + i], past.Second[start + i]);
                window[i] = isDifference ? one - other : Math.Log(one / other);
            }

            list.Add(window);
        }

        return list;
    }

    /// <summary>How much more counts vary than those of a Poisson process with the traffic of each step (Pearson's statistic over its degrees of freedom).</summary>
    internal static double Dispersion(ArmCounts counts)
    {
        var (events, total) = (counts.Events.Sum(), counts.Total.Sum());
        if (events < LeastEvents || total <= 0)
        {
            return 1;
        }

        var (sum, steps) = (0.0, -1);
        for (var i = 0; i < counts.Total.Length; i++)
        {
            var expected = events / total * counts.Total[i];
            if (expected > 0)
            {
                sum += (counts.Events[i] - expected) * (counts.Events[i] - expected) / expected;
                steps++;
            }
        }

        return steps < 1 ? 1 : Math.Max(1, sum / steps);
    }

    private static async Task<MetricPast> GaugeAsync(MetricReader reader, ArmScope baseline, TimeWindow window, MetricHistory history)
    {
        // One window more: a single series is compared with the one before.
        var count = (history.Windows + 1) * history.Steps;
        var past = new TimeWindow(window.Start - (window.Step * count), window.Step, count);
        var read = await reader.ReadAsync(baseline, past);
        if (PodHalves.Of(read.List) is { } halves)
        {
            var (first, second) = (StepValues.Mean([.. read.List.Where(halves.IsFirst)], past), StepValues.Mean([.. read.List.Where(s => !halves.IsFirst(s))], past));
            return new MetricPast(1, first.Values[history.Steps..], second.Values[history.Steps..]);
        }

        var values = StepValues.Mean(read.List, past).Values;
        return new MetricPast(1, values[history.Steps..], values[..^history.Steps]);
    }

    private static async Task<MetricPast> CountsAsync(MetricReader reader, MetricDefinition metric, ArmScope baseline, TimeWindow window, MetricHistory history)
    {
        var count = (int)Math.Min((long)history.Windows * history.Steps, DispersionSteps);
        var past = new TimeWindow(window.Start - (window.Step * count), window.Step, count);
        var read = await reader.ReadAsync(baseline, past);
        return new MetricPast(Dispersion(StepCounts.Of(metric, read, past)), [], []);
    }
}
