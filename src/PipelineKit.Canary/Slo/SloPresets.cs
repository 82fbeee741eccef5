namespace PipelineKit.Canary;

/// <summary>Windows and burn rates with names.</summary>
public static class SloPresets
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["fast-burn", "sre"];

    /// <summary><c>fast-burn</c>: one hour, ten times. <c>sre</c>: the four pairs of windows of the Site Reliability Workbook for 30 days, as alerts made by sloth have them. Null for another name.</summary>
    public static IReadOnlyList<BurnTier>? Tiers(string name) => name switch
    {
        "fast-burn" => [new BurnTier(Hour, Hour / 12, 10)],
        "sre" => [new BurnTier(Hour, Hour / 12, 14.4), new BurnTier(Hour * 6, Hour / 2, 6), new BurnTier(Hour * 24, Hour * 2, 3), new BurnTier(Hour * 72, Hour * 6, 1)],
        _ => null,
    };

    /// <summary>An objective with one pair of windows: an hour, and a twelfth of it.</summary>
    /// <param name="objective">Such as 0.999.</param>
    /// <param name="burn">The burn rate above which it fails, such as 10.</param>
    public static SloPolicy Of(double objective, double burn) => new() { Objective = objective, Tiers = [new BurnTier(Hour, Hour / 12, burn)] };
}
