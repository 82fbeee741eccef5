using System.Globalization;

namespace PipelineKit.Benchmarks;

/// <summary>How many of so many releases ended how.</summary>
internal sealed class BenchOutcome
{
    private readonly List<int> _failedAt = [];
    private readonly List<int> _passedAt = [];

    internal int Runs { get; private set; }

    internal int Fails => _failedAt.Count;

    internal int Passes => _passedAt.Count;

    /// <summary>Sums up.</summary>
    /// <param name="ends">After which step each release failed or passed.</param>
    internal static BenchOutcome Of(IEnumerable<(int? Failed, int? Passed)> ends)
    {
        var outcome = new BenchOutcome();
        foreach (var (failedAt, passedAt) in ends)
        {
            outcome.Runs++;
            if (failedAt is { } failed)
            {
                outcome._failedAt.Add(failed);
            }
            else if (passedAt is { } passed)
            {
                outcome._passedAt.Add(passed);
            }
        }

        return outcome;
    }

    /// <summary>A part with its exact interval of 95 % (Clopper and Pearson), in percent.</summary>
    internal static string Part(int count, int of)
    {
        var (low, high) = Interval(count, of);
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * count / of:0.##} % ({100 * low:0.##} – {100 * high:0.##})");
    }

    /// <summary>The exact interval of 95 %.</summary>
    internal static (double Low, double High) Interval(int count, int of) =>
        (count == 0 ? 0 : Solve(p => 1 - Below(count - 1, of, p) - 0.025), count == of ? 1 : Solve(p => 0.025 - Below(count, of, p)));

    internal string FailSteps => Steps(_failedAt);

    internal string PassSteps => Steps(_passedAt);

    private static string Steps(List<int> steps)
    {
        steps.Sort();
        return steps.Count == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{steps[steps.Count / 2]} / {steps[Math.Min(steps.Count * 9 / 10, steps.Count - 1)]}");
    }

    // Both are negative at 0 and positive at 1.
    private static double Solve(Func<double, double> rising)
    {
        var (low, high) = (0.0, 1.0);
        for (var turn = 0; turn < 60; turn++)
        {
            var middle = (low + high) / 2;
            (low, high) = rising(middle) > 0 ? (low, middle) : (middle, high);
        }

        return (low + high) / 2;
    }

    private static double Below(int count, int of, double p)
    {
        var (log, sum) = (of * Math.Log(1 - p), 0.0);
        for (var k = 0; k <= count; k++)
        {
            sum += Math.Exp(log);
            log += Math.Log((double)(of - k) / (k + 1)) + Math.Log(p / (1 - p));
        }

        return sum;
    }
}
