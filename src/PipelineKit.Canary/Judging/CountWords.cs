namespace PipelineKit.Canary;

/// <summary>What is said about a metric that counts.</summary>
internal static class CountWords
{
    internal static string Of(MetricDecision decision, MetricDefinition metric) => decision.Verdict switch
    {
        CanaryVerdict.Fail => $"{Words.Times(decision.Ratio)} the baseline's rate, {Bound(decision, metric)}; found at step {decision.DecidedAt}",
        CanaryVerdict.Pass => $"{Shown(metric)}, shown at step {decision.DecidedAt}",
        _ when decision is { Canary: 0, Baseline: 0 } => $"no event in either arm, which compares nothing{(metric.Negligible is null ? ": set `negligible` to the rate that nobody minds" : $", and too little traffic yet to show a rate below {Words.Of(metric.Negligible.Value)}")}",
        _ => Open(decision),
    };

    private static string Bound(MetricDecision decision, MetricDefinition metric) =>
        metric.Direction != MetricDirection.Decrease && decision.RatioLower is { } lower ? $"and at least {Words.Of(lower)} times at the end of the window"
        : metric.Direction != MetricDirection.Increase && decision.RatioUpper is { } upper ? $"and at most {Words.Of(upper)} times at the end of the window"
        : "with evidence only of all metrics together";

    private static string Shown(MetricDefinition metric) => metric.Direction switch
    {
        MetricDirection.Increase => $"less than {Words.Of(metric.PassRatio)} times the baseline's rate{(metric.Negligible is { } rate ? $", or below {Words.Of(rate)}" : "")}",
        MetricDirection.Decrease => $"more than 1/{Words.Of(metric.PassRatio)} of the baseline's rate",
        _ => $"between 1/{Words.Of(metric.PassRatio)} and {Words.Of(metric.PassRatio)} times the baseline's rate",
    };

    private static string Open(MetricDecision decision)
    {
        var seen = decision.Ratio is { } ratio
            ? $"{Words.Of(ratio)} times the baseline's rate so far ({(decision.RatioLower is { } from ? Words.Of(from) : "0")} to {(decision.RatioUpper is { } to ? Words.Of(to) : "any")})"
            : "the baseline has no event so far";
        var found = decision.DetectableRatio is { } detectable ? $"; from {Words.Of(detectable)} times on it would be found by now" : "";
        var needed = decision.StepsNeeded is { } steps ? $"; needs about {steps} more {(steps == 1 ? "step" : "steps")} at this traffic" : "";
        return seen + found + needed;
    }
}
