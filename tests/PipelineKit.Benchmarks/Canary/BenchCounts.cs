using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>Counts of errors in steps.</summary>
/// <param name="Mean">Errors of the baseline a step, when both arms have the same traffic.</param>
internal sealed record BenchCounts(double Mean)
{
    private static readonly DateTimeOffset Start = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All events of the baseline a step.</summary>
    internal double Total { get; init; } = 10_000;

    /// <summary>How many errors come at once.</summary>
    internal int Cluster { get; init; } = 1;

    /// <summary>How many times more errors one step of ten has, in both arms.</summary>
    internal double Shock { get; init; } = 1;

    /// <summary>How far the load goes up and down.</summary>
    internal double Swing { get; init; }

    /// <summary>Errors of the canary above the baseline's for an effect of 2.</summary>
    internal double Added { get; init; }

    /// <summary>Whether the effect begins at the half.</summary>
    internal bool IsLate { get; init; }

    /// <summary>The part of the steps that is missing.</summary>
    internal double Missing { get; init; }

    /// <summary>A release; the canary has so much of the traffic.</summary>
    internal MetricData Make(BenchRandom random, int steps, double effect, double share)
    {
        var (canary, canaryTotal, baseline, baselineTotal) = (new double[steps], new double[steps], new double[steps], new double[steps]);
        for (var t = 0; t < steps; t++)
        {
            var load = (1 + (Swing * Math.Sin(2 * Math.PI * t / 40))) * 2;
            var rate = Mean * load * (Shock > 1 && random.Uniform() < 0.1 ? Shock : 1);
            var now = IsLate && t < steps / 2 ? 1 : effect;
            if (random.Uniform() < Missing)
            {
                (canary[t], canaryTotal[t], baseline[t], baselineTotal[t]) = (double.NaN, double.NaN, double.NaN, double.NaN);
                continue;
            }

            baselineTotal[t] = Math.Round(Total * load * (1 - share));
            canaryTotal[t] = Math.Round(Total * load * share);
            baseline[t] = random.Poisson(rate * (1 - share) / Cluster) * Cluster;
            canary[t] = random.Poisson(((rate * now) + (Added * load * (now - 1))) * share / Cluster) * Cluster;
        }

        return new MetricData
        {
            Definition = new MetricDefinition { Name = "errors", Kind = MetricKind.Errors, Query = "bad", TotalQuery = "all", Data = AllowGaps },
            Window = new TimeWindow(Start, TimeSpan.FromSeconds(30), steps),
            CanaryCounts = new ArmCounts(canary, canaryTotal),
            BaselineCounts = new ArmCounts(baseline, baselineTotal),
            Dispersion = Dispersion(random),
        };
    }

    internal static DataPolicy AllowGaps { get; } = new(new Dictionary<DataProblemKind, DataAction> { [DataProblemKind.Partial] = DataAction.Allow });

    // As it is estimated from the baseline's counts before the window.
    private double Dispersion(BenchRandom random)
    {
        const int Before = 240;
        if (Cluster == 1)
        {
            return 1;
        }

        var (sum, squares) = (0.0, 0.0);
        for (var t = 0; t < Before; t++)
        {
            var count = random.Poisson(Mean / Cluster) * Cluster;
            (sum, squares) = (sum + count, squares + (count * count));
        }

        var mean = sum / Before;
        return Math.Max(1, ((squares / Before) - (mean * mean)) / mean);
    }
}
