namespace PipelineKit.Canary;

/// <summary>Where the samples of an arm are: what is missing, and how new the newest is.</summary>
internal sealed class SampleCoverage
{
    // A scrape that comes a little late is no gap.
    private const double GapSteps = 1.5;

    // The first increase needs two samples, and a rate its range.
    private const int LeadingSteps = 2;
    private readonly bool[] _missing;
    private readonly TimeWindow _window;
    private int _first = int.MaxValue;

    private SampleCoverage(TimeWindow window) => (_window, _missing) = (window, new bool[window.Count]);

    /// <summary>The time of the newest sample in the window, in seconds; negative infinity without any.</summary>
    public double Newest { get; private set; } = double.NegativeInfinity;

    /// <summary>The longest time between two samples of a target, in seconds.</summary>
    public double LongestGap { get; private set; }

    /// <summary>Whether no sample is in the window.</summary>
    public bool IsEmpty => _first == int.MaxValue;

    /// <summary>Steps that miss samples: in the middle, or before the first when those are more than two.</summary>
    public int Missing { get; private set; }

    /// <summary>Of raw samples; series of one target cover for each other.</summary>
    public static SampleCoverage OfSamples(IReadOnlyList<Series> list, TimeWindow window)
    {
        var coverage = new SampleCoverage(window);
        var targets = new Dictionary<string, List<double[]>>(StringComparer.Ordinal);
        foreach (var series in list)
        {
            var target = CounterBirths.TargetOf(series.Labels) ?? CanonicalSeries.LabelText(series.Labels);
            if (!targets.TryGetValue(target, out var times))
            {
                targets.Add(target, times = []);
            }

            // Most series of a target have the very same times.
            if (!times.Exists(t => t.AsSpan().SequenceEqual(series.Times)))
            {
                times.Add(series.Times);
            }
        }

        foreach (var times in targets.Values)
        {
            coverage.Add(times is [var only] ? only : [.. times.SelectMany(t => t).Order().Distinct()]);
        }

        coverage.Count();
        return coverage;
    }

    /// <summary>Of values at steps, NaN where there is none.</summary>
    public static SampleCoverage OfValues(ReadOnlySpan<bool> has, TimeWindow window)
    {
        var coverage = new SampleCoverage(window);
        for (var step = 0; step < has.Length; step++)
        {
            if (has[step])
            {
                coverage._first = Math.Min(coverage._first, step);
                coverage.Newest = window.EndOf(step).ToUnixTimeSeconds();
            }
            else
            {
                coverage._missing[step] = true;
            }
        }

        var end = has.LastIndexOf(true) + 1;
        Array.Fill(coverage._missing, value: false, end, coverage._missing.Length - end);
        coverage.Count();
        return coverage;
    }

    /// <summary>What is to be told of it.</summary>
    public IEnumerable<DataProblem> Problems(Arm arm, TimeSpan staleAfter)
    {
        if (IsEmpty)
        {
            yield return new DataProblem(DataProblemKind.Missing, arm, "no sample is in the window");
            yield break;
        }

        var age = _window.End.ToUnixTimeSeconds() - Newest;
        if (age > staleAfter.TotalSeconds)
        {
            yield return new DataProblem(DataProblemKind.Stale, arm, $"the newest sample is {age:0} s before the end of the window, and at most {staleAfter.TotalSeconds:0} s are accepted");
        }

        if (Missing > 0)
        {
            var why = LongestGap > GapSteps * _window.Step.TotalSeconds ? $"; up to {LongestGap:0} s are between two samples, and a step has {_window.Step.TotalSeconds:0} s" : "";
            yield return new DataProblem(DataProblemKind.Partial, arm, $"{Missing} of {_window.Count} steps miss samples{why}");
        }
    }

    private void Add(double[] times)
    {
        var index = new StepIndex(_window);
        for (var i = 0; i < times.Length; i++)
        {
            var step = index.Of(times[i]);
            if (step >= 0 && step < _window.Count)
            {
                _first = Math.Min(_first, step);
                Newest = Math.Max(Newest, times[i]);
            }

            var gap = i > 0 ? times[i] - times[i - 1] : 0;
            if (gap > GapSteps * index.Length && step >= 0)
            {
                LongestGap = Math.Max(LongestGap, gap);
                for (var missing = Math.Max(0, index.Of(times[i - 1]) + 1); missing < Math.Min(step, _window.Count); missing++)
                {
                    _missing[missing] = true;
                }
            }
        }
    }

    private void Count()
    {
        if (IsEmpty)
        {
            return;
        }

        Array.Fill(_missing, _first > LeadingSteps, 0, _first);
        Missing = _missing.AsSpan().Count(true);
    }
}
