namespace PipelineKit.Canary;

/// <summary>What is wrong with what was read.</summary>
internal static class DataChecks
{
    private const int FewestValues = 2;

    /// <summary>Of counters of an arm.</summary>
    public static IEnumerable<DataProblem> OfCounts(MetricDefinition metric, ArmSeries read, ArmCounts counts, TimeWindow window)
    {
        if (read.Seen.Count == 0)
        {
            yield return NoSeries(read.Arm);
            yield break;
        }

        var coverage = read.IsCounted ? SampleCoverage.OfValues(StepValues.Mean(read.Seen, window).Has, window) : SampleCoverage.OfSamples(read.Seen, window);
        foreach (var problem in coverage.Problems(read.Arm, metric.Data.StaleAfter))
        {
            yield return problem;
        }

        if (read.List.Concat(read.Total).Distinct().Sum(s => s.Values.Count(v => !double.IsFinite(v) || v < 0)) is > 0 and var odd)
        {
            yield return new DataProblem(DataProblemKind.NotANumber, read.Arm, $"{odd} samples of counters are NaN, infinite or negative");
        }

        if (read.IsCounted && counts.Events.Where((events, step) => events > counts.Total[step]).Count() is > 0 and var more)
        {
            yield return new DataProblem(DataProblemKind.NotANumber, read.Arm, $"in {more} steps there are more bad events than events: what `query` counts is no part of what `total` counts");
        }

        if (!coverage.IsEmpty && counts.Total.Sum() <= 0)
        {
            yield return new DataProblem(DataProblemKind.TooFew, read.Arm, "no event at all is in the window");
        }

        if (metric.Kind == MetricKind.Latency)
        {
            HistogramSeries.Of(read.List, metric.Threshold, out var incomplete);
            if (incomplete > 0)
            {
                yield return new DataProblem(DataProblemKind.Partial, read.Arm, $"{incomplete} histograms have not both the bucket {metric.Threshold:R} and +Inf");
            }
        }
    }

    /// <summary>Of values of an arm.</summary>
    public static IEnumerable<DataProblem> OfValues(MetricDefinition metric, ArmSeries read, StepValues values, TimeWindow window)
    {
        if (read.List.Count == 0)
        {
            yield return NoSeries(read.Arm);
            yield break;
        }

        var coverage = SampleCoverage.OfValues(values.Has, window);
        foreach (var problem in coverage.Problems(read.Arm, metric.Data.StaleAfter))
        {
            yield return problem;
        }

        if (values.NotNumbers > 0)
        {
            yield return new DataProblem(DataProblemKind.NotANumber, read.Arm, $"{values.NotNumbers} values are NaN or infinite");
        }

        if (!coverage.IsEmpty && values.Values.Count(double.IsFinite) < Math.Min(FewestValues, window.Count))
        {
            yield return new DataProblem(DataProblemKind.TooFew, read.Arm, "fewer than two steps have a value");
        }
    }

    /// <summary>Bad events that nobody seems to count: otherwise a misspelt selector would find no error, ever.</summary>
    public static IEnumerable<DataProblem> OfEvents(ArmSeries baseline, ArmSeries canary)
    {
        if (baseline.List.Count > 0 || canary.List.Count > 0 || (baseline.Total.Count == 0 && canary.Total.Count == 0))
        {
            yield break;
        }

        if (canary.Narrowed is null)
        {
            yield return new DataProblem(DataProblemKind.Missing, null, $"no series of `{canary.Queries[0].Text}` in either arm: nothing shows that these events are counted at all");
            yield break;
        }

        foreach (var label in canary.Narrowed.Where(m => !m.Fits("")).Select(m => m.Label))
        {
            if (!baseline.Total.Concat(canary.Total).Any(s => s.Labels.ContainsKey(label)))
            {
                yield return new DataProblem(DataProblemKind.Missing, null, $"no series has the label `{label}` by which the bad events are selected");
            }
        }
    }

    /// <summary>Labels that only one of the arms has, beyond those that select the arms.</summary>
    public static IEnumerable<DataProblem> OfLabels(ArmSeries baseline, ArmSeries canary, HashSet<string> selecting)
    {
        var (before, after) = (Names(baseline), Names(canary));
        if (before.Count == 0 || after.Count == 0)
        {
            yield break;
        }

        before.ExceptWith(selecting);
        after.ExceptWith(selecting);
        var (onlyBefore, onlyAfter) = (before.Except(after, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(), after.Except(before, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList());
        if (onlyBefore.Count + onlyAfter.Count > 0)
        {
            var told = string.Join(" and ", new[] { Told("baseline", onlyBefore), Told("canary", onlyAfter) }.Where(t => t.Length > 0));
            yield return new DataProblem(DataProblemKind.Asymmetric, null, told);
        }
    }

    /// <summary>What the source warned of.</summary>
    public static IEnumerable<DataProblem> OfWarnings(ArmSeries read) =>
        read.Warnings.Count == 0 ? [] : [new DataProblem(DataProblemKind.Partial, read.Arm, $"the source warns: {RefusalText.OneLine(read.Warnings[0])}{(read.Warnings.Count > 1 ? $" (and {read.Warnings.Count - 1} more)" : "")}")];

    /// <summary>Nothing was found.</summary>
    public static DataProblem NoSeries(Arm arm) => new(DataProblemKind.Missing, arm, "no series matches");

    private static HashSet<string> Names(ArmSeries read) => [.. read.Seen.SelectMany(s => s.Labels.Keys)];

    private static string Told(string arm, List<string> labels) => labels.Count == 0 ? "" : $"only series of the {arm} have the label{(labels.Count > 1 ? "s" : "")} {string.Join(", ", labels.Select(l => $"`{l}`"))}";
}
