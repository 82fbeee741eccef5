namespace PipelineKit.Canary;

/// <summary>Finds the plan of a request.</summary>
internal sealed class Planner(PlanRequest request)
{
    private const int Never = 1 << 30;

    private readonly double _quantile = NormalQuantile.At(request.Power);
    private readonly double[] _weights = [.. request.Weights.Distinct().Order()];
    private readonly int _least = (int)Math.Ceiling(request.LeastAtEach.TotalMinutes);
    private readonly int _longest = (int)request.Longest.TotalMinutes;

    internal CanaryPlan Plan()
    {
        var shortest = _weights.Select(w => Staged(w, request.Effect)).MinBy(s => s.Sum(step => (long)step.Minutes))!;
        var minutes = shortest.Sum(s => (long)s.Minutes);
        if (minutes > _longest)
        {
            return new CanaryPlan { IsPossible = false, Steps = [], Minutes = minutes < Never ? (int)minutes : null, Text = Impossible(minutes, shortest[^1].Weight) };
        }

        var found = Array.FindIndex([.. Enumerable.Range(1, (int)minutes)], m => Finds(Cut(shortest, m), request.Effect)) + 1;
        var (spent, whenGood) = (Spent(Cut(shortest, found), request.Effect), Spent(shortest, 1));
        return new CanaryPlan
        {
            IsPossible = true,
            Steps = shortest,
            Minutes = (int)minutes,
            MinutesToFind = found,
            BudgetSpent = spent,
            BudgetSpentWhenGood = whenGood,
            Text = $"{string.Join(", then ", shortest.Select(s => $"{Words.Of(s.Weight)} % for {s.Minutes} min"))}: finds {Words.Of(request.Effect)} times the errors within {found} min with a probability of {Words.Of(100 * request.Power)} %"
                + (spent is { } part ? $", and costs until then {Words.Of(100 * part)} % of the error budget of {Words.Of(request.Period.TotalDays)} days" : ""),
        };
    }

    // Each smaller weight for its least time, then this one until both decisions are probable.
    private PlanStep[] Staged(double weight, double effect)
    {
        List<PlanStep> before = _least == 0 ? [] : [.. _weights.TakeWhile(w => w < weight).Select(w => new PlanStep(w, _least))];
        var (low, high) = (Math.Max(_least, 1) - 1, Math.Max(_least, 1));
        while (high < Never && !Decides([.. before, new PlanStep(weight, high)], effect))
        {
            (low, high) = (high, high * 2);
        }

        while (high - low > 1 && high < Never)
        {
            var middle = (low + high) / 2;
            (low, high) = Decides([.. before, new PlanStep(weight, middle)], effect) ? (low, middle) : (middle, high);
        }

        return [.. before, new PlanStep(weight, Math.Min(high, Never))];
    }

    private bool Decides(PlanStep[] steps, double effect) => Finds(steps, effect) && Passes(steps, effect);

    private bool Finds(PlanStep[] steps, double effect) =>
        CountPower.Reached(CountEProcess.Worse(1, 1), 1, effect, Exposure(steps), 1, _quantile) >= Math.Log(1 / request.Alpha);

    private bool Passes(PlanStep[] steps, double effect) =>
        CountPower.Reached(CountEProcess.Good(1, effect, 1), effect, 1, Exposure(steps), 1, _quantile) >= Math.Log(1 / request.Beta);

    private (double Canary, double Baseline)[] Exposure(PlanStep[] steps) => Array.ConvertAll(steps, s =>
    {
        var events = s.Minutes * 60.0 * request.RequestsPerSecond * request.ErrorRatio;
        return (events * s.Weight / 100, events * (1 - (s.Weight / 100)));
    });

    private static PlanStep[] Cut(PlanStep[] steps, int minutes)
    {
        var cut = new List<PlanStep>();
        foreach (var step in steps)
        {
            if (minutes > 0)
            {
                cut.Add(step with { Minutes = Math.Min(step.Minutes, minutes) });
                minutes -= step.Minutes;
            }
        }

        return [.. cut];
    }

    private double? Spent(PlanStep[] steps, double effect) => request.Objective is not { } objective ? null
        : Exposure(steps).Sum(s => s.Canary) * effect / ((1 - objective) * request.RequestsPerSecond * request.Period.TotalSeconds);

    private string Impossible(long minutes, double weight)
    {
        if (minutes >= Never)
        {
            return "without errors there is nothing to compare: give the metric a rate that is negligible, or hold it against a condition";
        }

        var longest = $"{Words.Of(request.Longest.TotalHours)} h";
        var effect = Effects().Where(e => Staged(weight, e).Sum(s => (long)s.Minutes) <= _longest).Select(e => $", or where {Words.Of(e)} times is enough to find").FirstOrDefault("");
        return $"not within {longest}: at {Words.Of(weight)} % it takes {Words.Of(minutes / 60.0)} h; possible from {Words.Of(request.RequestsPerSecond * minutes / _longest)} requests a second on{effect}";
    }

    private IEnumerable<double> Effects() => ((double[])[1.25, 1.5, 2, 2.5, 3, 4, 5, 7, 10, 15, 20, 50, 100]).Where(e => e > request.Effect);
}
