namespace PipelineKit.Canary;

/// <summary>The shortest rollout at the end of which the judge of counts has probably decided, either way.</summary>
public sealed record CanaryPlan
{
    /// <summary>Whether there is one.</summary>
    public required bool IsPossible { get; init; }

    /// <summary>The weights one after the other; none when it is impossible.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }

    /// <summary>How long all of it takes; when it is impossible, how long it would (null for never).</summary>
    public int? Minutes { get; init; }

    /// <summary>After how many minutes a canary that is worse by the effect is found with the probability asked for.</summary>
    public int? MinutesToFind { get; init; }

    /// <summary>The part of the period's error budget (1 for all of it) that the canary uses up until then if it is worse by the effect; null without an objective.</summary>
    public double? BudgetSpent { get; init; }

    /// <summary>The part that it uses up in all of the plan if it is as good as the baseline.</summary>
    public double? BudgetSpentWhenGood { get; init; }

    /// <summary>For people: the plan in a sentence, or what would make it possible.</summary>
    public required string Text { get; init; }

    /// <summary>Plans.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of what its description says.</exception>
    public static CanaryPlan For(PlanRequest request)
    {
        Check(request);
        return new Planner(request).Plan();
    }

    private static void Check(PlanRequest request)
    {
        Within(request.RequestsPerSecond, 0, 1e12, nameof(request.RequestsPerSecond));
        Within(request.ErrorRatio, 0, 1, nameof(request.ErrorRatio));
        Within(request.Effect, 1.01, 1000, nameof(request.Effect));
        Within(request.Alpha, 1e-9, 0.5, nameof(request.Alpha));
        Within(request.Beta, 1e-9, 0.5, nameof(request.Beta));
        Within(request.Power, 0.5, 0.9999, nameof(request.Power));
        Within(request.Objective ?? 0.5, 0, 0.9999999, nameof(request.Objective));
        Within(request.Longest.TotalMinutes, 1, 525_600, nameof(request.Longest));
        Within(request.LeastAtEach.TotalMinutes, 0, request.Longest.TotalMinutes, nameof(request.LeastAtEach));
        Within(request.Period.TotalMinutes, 1, 5_256_000, nameof(request.Period));
        Within(request.Weights.Count, 1, 100, nameof(request.Weights));
        foreach (var weight in request.Weights)
        {
            Within(weight, 0.0001, 99.9999, nameof(request.Weights));
        }
    }

    private static void Within(double value, double from, double to, string name)
    {
        if (!(value >= from && value <= to))
        {
            throw new ArgumentOutOfRangeException(name, value, $"it must be from {Words.Of(from)} to {Words.Of(to)}");
        }
    }
}
