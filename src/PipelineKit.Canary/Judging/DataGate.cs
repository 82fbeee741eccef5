namespace PipelineKit.Canary;

/// <summary>What gaps in the data of a metric make of it, before anything is computed.</summary>
internal static class DataGate
{
    /// <summary>The gravest problem by its action, with those that only the values themselves show; null when what there is decides.</summary>
    internal static (DataProblem Problem, DataAction Action)? Of(MetricData data)
    {
        (DataProblem Problem, DataAction Action)? gravest = null;
        foreach (var problem in data.Problems.Concat(Unlisted(data)))
        {
            var action = data.Definition.Data.For(problem);
            if (action != DataAction.Allow && (gravest is null || Weight(action) > Weight(gravest.Value.Action)))
            {
                gravest = (problem, action);
            }
        }

        return gravest;
    }

    /// <summary>The verdict where there is a gap.</summary>
    internal static MetricDecision Decide(MetricData data, DataProblem problem, DataAction action) => new()
    {
        Name = data.Definition.Name,
        Kind = data.Definition.Kind,
        Verdict = action == DataAction.Fail ? CanaryVerdict.Fail : CanaryVerdict.Inconclusive,
        Reason = DecisionReason.Of(problem.Kind),
        Text = problem.Arm is { } arm ? $"{(arm == Arm.Canary ? "canary" : "baseline")}: {problem.Detail}" : problem.Detail,
    };

    private static int Weight(DataAction action) => action switch { DataAction.Fail => 3, DataAction.Inconclusive => 2, DataAction.Extend => 1, _ => 0 };

    private static IEnumerable<DataProblem> Unlisted(MetricData data) => data.Definition.Kind switch
    {
        MetricKind.Errors or MetricKind.Latency => [.. OfCounts(data, Arm.Baseline, data.BaselineCounts), .. OfCounts(data, Arm.Canary, data.CanaryCounts)],
        MetricKind.Gauge => [.. OfValues(data, Arm.Baseline, data.BaselineValues), .. OfValues(data, Arm.Canary, data.CanaryValues)],
        _ => [],
    };

    private static IEnumerable<DataProblem> OfCounts(MetricData data, Arm arm, ArmCounts? counts)
    {
        if (counts is null || counts.Total.Length == 0 || !Array.Exists(counts.Total, v => v > 0))
        {
            yield return new DataProblem(DataProblemKind.Missing, arm, "no traffic at all in the window");
            yield break;
        }

        foreach (var problem in OfValues(data, arm, [.. counts.Events, .. counts.Total]))
        {
            yield return problem;
        }

        if (Array.Exists(counts.Events, v => v < 0) || Array.Exists(counts.Total, v => v < 0))
        {
            yield return new DataProblem(DataProblemKind.NotANumber, arm, "a count is below 0");
        }
    }

    private static IEnumerable<DataProblem> OfValues(MetricData data, Arm arm, double[]? values)
    {
        if (values is null || values.Length == 0 || Array.TrueForAll(values, double.IsNaN))
        {
            yield return new DataProblem(DataProblemKind.Missing, arm, "no value at all in the window");
            yield break;
        }

        if (Array.Exists(values, double.IsInfinity))
        {
            yield return new DataProblem(DataProblemKind.NotANumber, arm, "a value is infinite");
        }

        // Those who read the data know more about a gap; without them it is one all the same.
        if (Array.Exists(values, double.IsNaN) && !data.Problems.Any(p => p.Kind is DataProblemKind.Partial or DataProblemKind.NotANumber))
        {
            yield return new DataProblem(DataProblemKind.Partial, arm, $"{values.Count(double.IsNaN)} of {values.Length} values are missing");
        }

        if (data.Definition.Kind == MetricKind.Gauge && !data.IsDifference && Array.Exists(values, v => v <= 0))
        {
            yield return new DataProblem(DataProblemKind.NotANumber, arm, "a value is 0 or below and has no ratio, and the history has ratios only");
        }
    }
}
