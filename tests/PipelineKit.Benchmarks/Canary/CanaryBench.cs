using System.Diagnostics;
using System.Globalization;

namespace PipelineKit.Benchmarks;

/// <summary>
/// Releases made by a machine, of which is known whether they are good: how many good ones fail, how many bad ones are found and when, by how often it is looked and how much of the traffic the canary has. Kayenta's judge stands
/// beside it, at the same looks. The same seeds give the same tables everywhere.
/// </summary>
internal sealed class CanaryBench(int rounds, TextWriter output)
{
    private const int Steps = 60;
    private const int Long = 240;
    private static readonly int[] Looks = [1, 6, 12, Steps];
    private static readonly int[] Ends = [1, Steps];
    private readonly BenchTable _table = new(output);

    /// <summary>Prints tables; true when alpha holds everywhere.</summary>
    /// <param name="rounds">Good releases a row; bad ones are a fifth, whole ones of many metrics a tenth.</param>
    /// <param name="part"><c>alpha</c>, <c>power</c> or <c>releases</c>; all of them when empty.</param>
    /// <param name="output">For the tables.</param>
    internal static bool Run(int rounds, string part, TextWriter output) => new CanaryBench(rounds, output).Run(part);

    private bool Run(string part)
    {
        var watch = Stopwatch.StartNew();
        if (part is "" or "alpha")
        {
            AlphaByLooks();
            AlphaByShare();
            AlphaOfLongOnes();
        }

        if (part is "" or "power")
        {
            PowerByLooks();
            PowerByShare();
        }

        if (part is "" or "releases")
        {
            new ReleaseBench(Math.Max(rounds / 10, 1), _table).Run();
        }

        _table.Line($"\n{_table.Rows} parts of good releases that fail: the whole error bar is at 1 % or below in {_table.Below}, above 1 % in {_table.Above}. Took {watch.Elapsed.TotalMinutes:0.0} minutes.");
        return _table.Above == 0;
    }

    /// <summary>How many of so many good or bad releases of a family end how, when they are looked at after every step.</summary>
    internal static BenchOutcome Judge(BenchFamily family, int rounds, int steps, double effect, double share) => Judge(family, rounds, steps, effect, share, [steps])[0];

    /// <summary>The same for each of some numbers of looks, evenly over the steps; the releases are the same ones.</summary>
    internal static BenchOutcome[] Judge(BenchFamily family, int rounds, int steps, double effect, double share, int[] looks)
    {
        var ends = Array.ConvertAll(looks, _ => new (int? Failed, int? Passed)[rounds]);
        Parallel.For(0, rounds, round =>
        {
            var data = family.Make(family.Random(effect, round), steps, effect, share, BenchFamily.Windows);
            for (var i = 0; i < looks.Length; i++)
            {
                ends[i][round] = BenchLooks.Judge(data, steps, looks[i], isOver: family.IsOver);
            }
        });
        return Array.ConvertAll(ends, BenchOutcome.Of);
    }

    private void AlphaByLooks()
    {
        _table.Line($"\nGood releases that fail: {Steps} steps, both arms with the same traffic, {rounds:N0} releases a row, alpha 1 %. Kayenta: {BenchKayenta.Rounds(rounds):N0} releases.\n");
        _table.Head("data", "1 look", "6 looks", "12 looks", "every step", "passes", "median / p90 step of a pass", "Kayenta: 1 look", "6", "12", "every step");
        foreach (var family in BenchFamily.All)
        {
            var outcomes = Judge(family, rounds, Steps, 1, 0.5, Looks);
            var every = outcomes[^1];
            _table.Row([family.Name, .. outcomes.Select(_table.Alpha), Percent(every.Passes, every.Runs), every.PassSteps, .. BenchKayenta.Flagged(family, rounds, Steps, 1, 0.5, Looks)]);
        }
    }

    private void AlphaByShare()
    {
        double[] shares = [0.05, 0.1, 0.2];
        _table.Line($"\nWith less traffic in the canary, looked at after every step, {rounds:N0} releases a row; fails (95 %), and what passes.\n");
        _table.Head(["data", .. shares.Select(s => $"{s * 100:0} % of the traffic"), .. shares.Select(s => $"passes at {s * 100:0} %")]);
        foreach (var family in BenchFamily.All.Where(f => f.IsCount))
        {
            BenchOutcome[] outcomes = [.. shares.Select(s => Judge(family, rounds, Steps, 1, s))];
            _table.Row([family.Name, .. outcomes.Select(_table.Alpha), .. outcomes.Select(o => Percent(o.Passes, o.Runs))]);
        }
    }

    private void AlphaOfLongOnes()
    {
        _table.Line($"\nWith {Long} steps, both arms with the same traffic, looked at after every step, {rounds:N0} releases a row.\n");
        _table.Head("data", "fails (95 %)", "passes", "median / p90 step of a pass");
        foreach (var family in BenchFamily.All.Where(f => f.IsCount || f.Name.StartsWith("AR(1)", StringComparison.Ordinal)))
        {
            var outcome = Judge(family, rounds, Long, 1, 0.5);
            _table.Row(family.Name, _table.Alpha(outcome), Percent(outcome.Passes, outcome.Runs), outcome.PassSteps);
        }
    }

    private void PowerByLooks()
    {
        var count = Math.Max(rounds / 5, 1);
        _table.Line($"\nBad releases: {Steps} steps, both arms with the same traffic, {count:N0} releases a row. A pass is wrong from the pass ratio on: 2 for counts, 1.5 for values.\n");
        _table.Head("data", "times", "found at 1 look", "6", "12", "every step (95 %)", "median / p90 step", "passes (95 %)", "undecided", "Kayenta at the end", "at any step");
        foreach (var family in BenchFamily.All)
        {
            foreach (var effect in family.Effects)
            {
                var outcomes = Judge(family, count, Steps, effect, 0.5, Looks);
                var (every, kayenta) = (outcomes[^1], BenchKayenta.Flagged(family, rounds, Steps, effect, 0.5, Ends));
                _table.Row([family.Name, $"{effect:0.##}", .. outcomes[..^1].Select(o => Percent(o.Fails, o.Runs)), BenchOutcome.Part(every.Fails, every.Runs), every.FailSteps, BenchOutcome.Part(every.Passes, every.Runs), Percent(every.Runs - every.Fails - every.Passes, every.Runs), .. kayenta]);
            }
        }
    }

    private void PowerByShare()
    {
        double[] shares = [0.05, 0.1, 0.2, 0.5];
        var count = Math.Max(rounds / 5, 1);
        _table.Line($"\nBad releases by the canary's part of the traffic, looked at after every step, {count:N0} releases a row: found, and median step.\n");
        _table.Head(["data", "times", .. shares.Select(s => $"{s * 100:0} %")]);
        foreach (var family in BenchFamily.All.Where(f => f.Name is "Poisson 50" or "Poisson 3" or "Poisson 0.3" or "ratio 6/6000" or "ratio 3/60000" or "clusters of 5"))
        {
            foreach (var effect in family.Effects.Where(e => e > 1.1))
            {
                BenchOutcome[] outcomes = [.. shares.Select(s => Judge(family, count, Steps, effect, s))];
                _table.Row([family.Name, $"{effect:0.##}", .. outcomes.Select(o => $"{Percent(o.Fails, o.Runs)}, {o.FailSteps.Split(' ')[0]}")]);
            }
        }
    }

    private static string Percent(int count, int of) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / of:0.#} %");
}
