using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>Values of a gauge in steps, with a history of baseline against baseline made in the same way.</summary>
/// <param name="Dependence">How much of a value's distance from its mean is left in the next one (AR(1)).</param>
/// <param name="Deviation">The standard deviation; of the logarithm where it is log-normal.</param>
/// <param name="Swing">How far the level goes up and down in both arms.</param>
/// <param name="IsLogNormal">Whether logarithms are normal.</param>
internal sealed record BenchValues(double Dependence, double Deviation, double Swing, bool IsLogNormal)
{
    private static readonly DateTimeOffset Start = new(2024, 5, 1, 0, 0, 0, TimeSpan.Zero);

    internal double Level { get; init; } = 100;

    /// <summary>How many pods the mean is of; the effect is in one of them.</summary>
    internal int Pods { get; init; } = 1;

    /// <summary>The part of the steps the effect is in; 0 for all.</summary>
    internal double Spikes { get; init; }

    internal MetricData Make(BenchRandom random, int steps, double effect, int history)
    {
        var (baseline, canary) = (Arm(random, steps), Arm(random, steps));
        for (var t = 0; t < steps; t++)
        {
            canary[t] *= Spikes > 0 && random.Uniform() >= Spikes ? 1 : 1 + ((effect - 1) / Pods);
        }

        var windows = new double[history][];
        for (var k = 0; k < history; k++)
        {
            var (first, second) = (Arm(random, steps), Arm(random, steps));
            windows[k] = new double[steps];
            for (var t = 0; t < steps; t++)
            {
                windows[k][t] = Math.Log(first[t] / second[t]);
            }
        }

        return new MetricData
        {
            Definition = new MetricDefinition { Name = "value", Kind = MetricKind.Gauge, Query = "value", PassRatio = 1.5 },
            Window = new TimeWindow(Start, TimeSpan.FromSeconds(30), steps),
            CanaryValues = canary,
            BaselineValues = baseline,
            History = windows,
        };
    }

    private double[] Arm(BenchRandom random, int steps)
    {
        var (values, state, rest) = (new double[steps], random.Normal(), Math.Sqrt(1 - (Dependence * Dependence)));
        for (var t = 0; t < steps; t++)
        {
            state = t == 0 ? state : (Dependence * state) + (rest * random.Normal());
            var level = Level * (1 + (Swing * Math.Sin(2 * Math.PI * t / 40)));
            values[t] = IsLogNormal ? level * Math.Exp(Deviation * state) : Math.Max(level + (Deviation * state), level * 0.05);
        }

        return values;
    }
}
