namespace PipelineKit.Canary;

/// <summary>Makes the data of a metric from what was read for both arms.</summary>
internal static class MetricAssembly
{
    public static MetricData Of(MetricDefinition metric, TimeWindow window, ArmSeries baseline, ArmSeries canary, IEnumerable<DataProblem> scopeProblems, HashSet<string> selecting)
    {
        var data = new MetricData { Definition = metric, Window = window, Queries = [.. baseline.Queries, .. canary.Queries] };
        data = metric.Kind switch
        {
            MetricKind.Errors or MetricKind.Latency => Counts(data, baseline, canary),
            MetricKind.Gauge => Gauge(data, baseline, canary),
            MetricKind.Condition => Condition(data, canary),
            _ => Kayenta(data, baseline, canary),
        };
        IEnumerable<DataProblem> symmetric = metric.Kind == MetricKind.Condition ? [] : DataChecks.OfLabels(baseline, canary, selecting);
        return data with { Problems = [.. data.Problems, .. symmetric, .. DataChecks.OfWarnings(baseline), .. DataChecks.OfWarnings(canary), .. scopeProblems] };
    }

    /// <summary>Adds what was before.</summary>
    public static MetricData With(MetricData data, MetricPast past, int steps)
    {
        if (data.Definition.Kind != MetricKind.Gauge || past.First.Length == 0)
        {
            return data with { Dispersion = past.Dispersion };
        }

        var isDifference = AnyNotAboveZero(past.First) || AnyNotAboveZero(past.Second) || AnyNotAboveZero(data.BaselineValues!) || AnyNotAboveZero(data.CanaryValues!);
        return data with { IsDifference = isDifference, History = PastReader.Windows(past, steps, isDifference) };
    }

    private static MetricData Counts(MetricData data, ArmSeries baseline, ArmSeries canary)
    {
        var (metric, window) = (data.Definition, data.Window);
        var (before, after) = (StepCounts.Of(metric, baseline, window), StepCounts.Of(metric, canary, window));
        IEnumerable<DataProblem> events = metric.Kind == MetricKind.Errors ? DataChecks.OfEvents(baseline, canary) : [];
        return data with
        {
            BaselineCounts = before,
            CanaryCounts = after,
            Problems = [.. DataChecks.OfCounts(metric, baseline, before, window), .. DataChecks.OfCounts(metric, canary, after, window), .. events],
        };
    }

    private static MetricData Gauge(MetricData data, ArmSeries baseline, ArmSeries canary)
    {
        var (metric, window) = (data.Definition, data.Window);
        var (before, after) = (StepValues.Mean(baseline.List, window), StepValues.Mean(canary.List, window));
        return data with
        {
            BaselineValues = before.Values,
            CanaryValues = after.Values,
            Problems = [.. DataChecks.OfValues(metric, baseline, before, window), .. DataChecks.OfValues(metric, canary, after, window)],
        };
    }

    private static MetricData Condition(MetricData data, ArmSeries canary)
    {
        var values = StepValues.Mean(canary.List, data.Window);
        return data with
        {
            CanaryValues = values.Values,
            Measurements = StepValues.Vectors(canary.List, data.Window),
            Problems = canary.List.Count == 0 ? [DataChecks.NoSeries(Arm.Canary)] : [],
        };
    }

    private static MetricData Kayenta(MetricData data, ArmSeries baseline, ArmSeries canary) => data with
    {
        BaselineValues = StepValues.Mean(baseline.List, data.Window).Values,
        CanaryValues = StepValues.Mean(canary.List, data.Window).Values,
        Pairs = KayentaMixing.Mix(data.Definition.Name, baseline.List, canary.List, data.Window.Count, data.Definition.Kayenta ?? new MetricOptions { Direction = data.Definition.Direction }),
    };

    private static bool AnyNotAboveZero(double[] values) => Array.Exists(values, v => v <= 0);
}
