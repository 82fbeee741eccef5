using System.Globalization;
using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>What Kayenta's judge makes of the same releases.</summary>
internal static class BenchKayenta
{
    private static readonly MetricOptions Options = new() { Direction = MetricDirection.Increase };

    /// <summary>How many releases it is asked about: fewer, as it takes long.</summary>
    internal static int Rounds(int rounds) => Math.Max(rounds / 40, 1);

    /// <summary>The part that it fails at any of so many looks at what there is by then.</summary>
    internal static string[] Flagged(BenchFamily family, int rounds, int steps, double effect, double share, int[] looks)
    {
        var flagged = new int[looks.Length];
        for (var round = 0; round < Rounds(rounds); round++)
        {
            var data = family.Make(family.Random(effect, round), steps, effect, share, 0);
            var (control, experiment) = data.Definition.Kind == MetricKind.Gauge ? (data.BaselineValues!, data.CanaryValues!) : (Rates(data.BaselineCounts!), Rates(data.CanaryCounts!));
            var isHigh = new bool[steps];
            for (var t = 0; t < steps; t++)
            {
                isHigh[t] = KayentaJudge.Judge(control[..(t + 1)], experiment[..(t + 1)], Options).Classification == Classification.High;
            }

            for (var i = 0; i < looks.Length; i++)
            {
                flagged[i] += Enumerable.Range(1, looks[i]).Any(look => isHigh[(look * steps / looks[i]) - 1]) ? 1 : 0;
            }
        }

        return Array.ConvertAll(flagged, f => string.Create(CultureInfo.InvariantCulture, $"{100.0 * f / Rounds(rounds):0.#} %"));
    }

    private static double[] Rates(ArmCounts counts) => [.. counts.Events.Select((e, t) => e / counts.Total[t])];
}
