using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>A way in which the data of a metric come about, for both arms the same but for the effect.</summary>
internal sealed class BenchFamily
{
    /// <summary>What it is called.</summary>
    internal required string Name { get; init; }

    /// <summary>Whether it is judged when the window is over, so that a late failure stands.</summary>
    internal bool IsOver { get; init; }

    /// <summary>Whether it counts events, or is a value.</summary>
    internal required bool IsCount { get; init; }

    /// <summary>The effects it is tried with beside none.</summary>
    internal required double[] Effects { get; init; }

    /// <summary>Gives a release of so many steps: random numbers, steps, effect, part of the canary (0.5 for as much as the baseline), windows of history.</summary>
    internal required Func<BenchRandom, int, double, double, int, MetricData> Make { get; init; }

    /// <summary>How many windows of history values have.</summary>
    internal const int Windows = 199;

    /// <summary>One seed for a release, whatever else is measured.</summary>
    internal BenchRandom Random(double effect, int round)
    {
        var seed = 17UL;
        foreach (var letter in Name)
        {
            seed = (seed * 31) + letter;
        }

        return new BenchRandom((seed * 1_000_003) + ((ulong)(effect * 1000) * 10_000_019) + (ulong)round);
    }

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<BenchFamily> All { get; } =
    [
        Value("N(100,10)", new(0, 10, 0, false), 1.05, 1.1, 1.2, 1.5),
        Value("LogN(0.5)", new(0, 0.5, 0, true), 1.1, 1.2, 1.5, 2),
        Value("AR(1) φ=0.3", new(0.3, 10, 0, false), 1.05, 1.1, 1.2, 1.5),
        Value("AR(1) φ=0.6", new(0.6, 10, 0, false), 1.05, 1.1, 1.2, 1.5),
        Value("AR(1) φ=0.9", new(0.9, 10, 0, false), 1.05, 1.1, 1.2, 1.5),
        Value("p99 in seconds, 1e-4", new(0.3, 1e-5, 0, false) { Level = 1e-4 }, 1.1, 1.2, 1.5),
        Value("diurnal ±30 % with noise", new(0.3, 10, 0.3, false), 1.1, 1.2, 1.5),
        Value("one pod of ten bad", new(0.3, 10, 0, false) { Pods = 10 }, 2, 3, 5, 11),
        Value("spikes on 4 % of steps", new(0.3, 10, 0, false) { Spikes = 0.04 }, 5, 10, 50),
        Count("Poisson 50", new(50)),
        Count("Poisson 3", new(3)),
        Count("Poisson 0.3", new(0.3)),
        Count("Poisson 0.06", new(0.06)),
        Count("ratio 6/6000", new(6) { Total = 6000 }),
        Count("ratio 3/60000", new(3) { Total = 60000 }),
        Count("shocks ×20 in both arms", new(3) { Shock = 20 }),
        Count("clusters of 2", new(20) { Cluster = 2 }),
        Count("clusters of 5", new(20) { Cluster = 5 }),
        Count("clusters of 10", new(20) { Cluster = 10 }),
        Count("diurnal ±30 % of load", new(20) { Swing = 0.3 }),
        Count("sparse: no error in the baseline", new(0) { Added = 1 }),
        Count("late: worse from the half on", new(20) { IsLate = true }),
        Count("late, and judged when the window is over", new(20) { IsLate = true }, isOver: true),
        Count("30 % of the steps without points", new(20) { Missing = 0.3 }),
        Count("resets of counters lose steps", new(20) { Missing = 0.05 }),
    ];

    private static BenchFamily Value(string name, BenchValues values, params double[] effects) =>
        new() { Name = name, IsCount = false, Effects = effects, Make = (random, steps, effect, _, history) => values.Make(random, steps, effect, history) };

    private static BenchFamily Count(string name, BenchCounts counts, bool isOver = false) =>
        new() { Name = name, IsOver = isOver, IsCount = true, Effects = [1.1, 1.5, 2, 3, 5], Make = (random, steps, effect, share, _) => counts.Make(random, steps, effect, share) };
}
