using System.Diagnostics;
using System.Globalization;
using PipelineKit.Canary;

namespace PipelineKit.Benchmarks;

/// <summary>
/// Releases made by a machine, of which is known whether they are good, judged at every step: how many good ones fail, how many bad ones are found and when. Kayenta's judge stands beside it, at 1, 6, 12 and all steps.
/// The same seeds give the same tables everywhere.
/// </summary>
internal sealed class CanaryBench(int rounds, TextWriter output)
{
    private const int Windows = 199;
    private static readonly int[] KayentaLooks = [1, 6, 12, 60];
    private static readonly MetricOptions KayentaOptions = new() { Direction = MetricDirection.Increase };

    /// <summary>Prints all tables; true when alpha holds everywhere.</summary>
    internal static bool Run(int rounds, TextWriter output) => new CanaryBench(rounds, output).Run();

    private bool Run()
    {
        var watch = Stopwatch.StartNew();
        var holds = Alpha(60, 0.5, withKayenta: true, _ => true);
        holds &= Alpha(60, 0.05, withKayenta: false, f => f.IsCount);
        holds &= Alpha(240, 0.5, withKayenta: false, f => f.IsCount || f.Name.StartsWith("AR(1)", StringComparison.Ordinal));
        Power(0.5, _ => true);
        Power(0.05, f => f.Name is "Poisson 50" or "ratio 6/6000");
        holds &= new ReleaseBench(Math.Max(rounds / 10, 1), output).Run();
        Write($"\nTook {watch.Elapsed.TotalMinutes:0.0} minutes.");
        return holds;
    }

    /// <summary>How many of so many good or bad releases of a family end how, when they are looked at after every step.</summary>
    internal static BenchOutcome Judge(BenchFamily family, int rounds, int steps, double effect, double share)
    {
        var (outcome, policy) = (new BenchOutcome(), new CanaryPolicy { Steps = steps, StopsAtPass = !family.IsOver });
        for (var round = 0; round < rounds; round++)
        {
            Judge(outcome, policy, family.Make(Random(family, effect, round), steps, effect, share, Windows));
        }

        return outcome;
    }

    private static void Judge(BenchOutcome outcome, CanaryPolicy policy, MetricData data)
    {
        if (data.Definition.Kind == MetricKind.Gauge)
        {
            var gauges = new GaugePanel([data], policy, policy.Alpha);
            var decision = gauges.Decisions(gauges.FailedAt).First();
            outcome.Add(gauges.FailedAt, decision.Verdict == CanaryVerdict.Pass ? decision.DecidedAt : null);
            return;
        }

        var counts = new CountPanel([data], policy, AlphaShares.Of(policy, [data.Definition]));
        var passed = counts.Passes[0];
        outcome.Add(!policy.StopsAtPass || counts.FailedAt <= (passed ?? int.MaxValue) ? counts.FailedAt : null, passed);
    }

    // One seed for a release, whatever else is measured.
    private static BenchRandom Random(BenchFamily family, double effect, int round)
    {
        var seed = 17UL;
        foreach (var letter in family.Name)
        {
            seed = (seed * 31) + letter;
        }

        return new BenchRandom((seed * 1_000_003) + ((ulong)(effect * 1000) * 10_000_019) + (ulong)round);
    }

    private bool Alpha(int steps, double share, bool withKayenta, Func<BenchFamily, bool> which)
    {
        Write($"\nGood releases that fail: {steps} steps, the canary has {100 * share:0} % of the traffic, looked at after every step, {rounds:N0} releases a row, alpha 1 %.\n");
        Write($"| data | fails (95 %) | passes | median / p90 step of a pass |{(withKayenta ? $" Kayenta ({KayentaRounds:N0} releases): 1 look | 6 | 12 | every step |" : "")}\n|---|---|---|---|{(withKayenta ? "---|---|---|---|" : "")}");
        var holds = true;
        foreach (var family in BenchFamily.All.Where(which))
        {
            var outcome = Judge(family, rounds, steps, 1, share);
            holds &= BenchOutcome.Interval(outcome.Fails, outcome.Runs).Low <= 0.01;
            var kayenta = withKayenta ? $" {string.Join(" | ", Kayenta(family, steps, 1, share))} |" : "";
            Write($"| {family.Name} | {BenchOutcome.Part(outcome.Fails, outcome.Runs)} | {100.0 * outcome.Passes / outcome.Runs:0.#} % | {outcome.PassSteps} |{kayenta}");
        }

        return holds;
    }

    private int KayentaRounds => Math.Max(rounds / 40, 1);

    private void Power(double share, Func<BenchFamily, bool> which)
    {
        var count = Math.Max(rounds / 5, 1);
        Write($"\nBad releases: 60 steps, the canary has {100 * share:0} % of the traffic, {count:N0} releases a row. A pass is wrong from the pass ratio on: 2 for counts, 1.5 for values.\n\n| data | times | found (95 %) | median / p90 step | passes (95 %) | undecided | Kayenta at the end | at any step |\n|---|---|---|---|---|---|---|---|");
        foreach (var family in BenchFamily.All.Where(which))
        {
            foreach (var effect in family.Effects)
            {
                var outcome = Judge(family, count, 60, effect, share);
                var kayenta = Kayenta(family, 60, effect, share);
                Write($"| {family.Name} | {effect:0.##} | {BenchOutcome.Part(outcome.Fails, outcome.Runs)} | {outcome.FailSteps} | {BenchOutcome.Part(outcome.Passes, outcome.Runs)} | {100.0 * (outcome.Runs - outcome.Fails - outcome.Passes) / outcome.Runs:0.#} % | {kayenta[0]} | {kayenta[^1]} |");
            }
        }
    }

    // The part that Kayenta's judge fails at the end, or at any of 6, 12, all looks at what there is by then.
    private string[] Kayenta(BenchFamily family, int steps, double effect, double share)
    {
        var flagged = new int[KayentaLooks.Length];
        for (var round = 0; round < KayentaRounds; round++)
        {
            var data = family.Make(Random(family, effect, round), steps, effect, share, 0);
            var (control, experiment) = data.Definition.Kind == MetricKind.Gauge ? (data.BaselineValues!, data.CanaryValues!) : (Rates(data.BaselineCounts!), Rates(data.CanaryCounts!));
            var isHigh = new bool[steps];
            for (var t = 0; t < steps; t++)
            {
                isHigh[t] = KayentaJudge.Judge(control[..(t + 1)], experiment[..(t + 1)], KayentaOptions).Classification == Classification.High;
            }

            for (var i = 0; i < KayentaLooks.Length; i++)
            {
                flagged[i] += Enumerable.Range(1, KayentaLooks[i]).Any(look => isHigh[(look * steps / KayentaLooks[i]) - 1]) ? 1 : 0;
            }
        }

        return Array.ConvertAll(flagged, f => string.Create(CultureInfo.InvariantCulture, $"{100.0 * f / KayentaRounds:0.#} %"));
    }

    private static double[] Rates(ArmCounts counts) => [.. counts.Events.Select((e, t) => e / counts.Total[t])];

    private void Write(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
