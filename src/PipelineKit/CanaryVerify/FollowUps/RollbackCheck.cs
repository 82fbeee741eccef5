using System.Globalization;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>
/// Looks after a rollback until metrics show that it came through: the image that failed gets no more traffic, the image before is seen to run, and its errors are within the objective, or
/// without one not above those of the baseline.
/// </summary>
internal sealed class RollbackCheck(CanaryOutcome outcome, Digest previous, TimeSpan limit, TimeSpan interval, CommandContext context)
{
    private const int MostSteps = 5;
    private const int NewestSteps = 2;

    private readonly DateTimeOffset _began = context.Time.GetUtcNow();
    private readonly bool _isByDigest = outcome.Scopes.Canary.Matcher.Contains("scope.digest", StringComparison.Ordinal);
    private readonly List<MetricDefinition> _metrics = [.. outcome.Metrics.Where(m => m.Kind is MetricKind.Errors or MetricKind.Latency)];

    internal async Task<FollowUp> RunAsync(CancellationToken cancellation)
    {
        if (_metrics.Count == 0)
        {
            return new FollowUp("rollback-check", Ok: false, "No metric counts events, so nothing can show that the rollback came through. Look at it yourself.");
        }

        for (var looks = 1; ; looks++)
        {
            var missing = await LookAsync(cancellation);
            var waited = context.Time.GetUtcNow() - _began;
            if (missing is null)
            {
                return new FollowUp("rollback-check", Ok: true, string.Create(CultureInfo.InvariantCulture, $"{PromotionText.Short(previous)} runs again and its errors are as they should be, {waited.TotalSeconds:0} s after the rollback.")) { Took = waited };
            }

            if (waited + interval > limit)
            {
                return new FollowUp("rollback-check", Ok: false, string.Create(
                    CultureInfo.InvariantCulture, $"The rollback is not seen to have come through after {waited.TotalSeconds:0} s and {PromotionText.Count(looks, "look")}: {missing}. Look whether its change was merged and deployed."))
                { Took = waited };
            }

            await Task.Delay(interval, context.Time, cancellation);
        }
    }

    // Null when everything is as it should be; else what is missing.
    private async Task<string?> LookAsync(CancellationToken cancellation)
    {
        if (Window() is not { } window)
        {
            return "no step has passed since";
        }

        try
        {
            foreach (var data in await MetricCollector.CollectAsync(outcome.Source, _metrics, Scopes(), window, history: 0, cancellation))
            {
                if (Missing(data) is { } missing)
                {
                    return missing;
                }
            }

            return null;
        }
        catch (MetricSourceException e)
        {
            return $"{e.SourceName} could not be asked: {e.Message.TrimEnd('.')}";
        }
    }

    // Whole steps since the rollback, the newest few.
    private TimeWindow? Window()
    {
        var step = outcome.Window.Step;
        var seconds = (long)step.TotalSeconds;
        var count = (int)Math.Min(MostSteps, (context.Time.GetUtcNow() - _began).Ticks / step.Ticks);
        return count == 0 ? null : new TimeWindow(DateTimeOffset.FromUnixTimeSeconds(context.Time.GetUtcNow().ToUnixTimeSeconds() - (count * seconds)), step, count);
    }

    // Where series are found by their digest, the canary's must end and those of the image before go on; where they are found by a label of their own, the image before comes back into them.
    private ScopePair Scopes() => _isByDigest
        ? outcome.Scopes with { Baseline = outcome.Scopes.Baseline with { Digest = previous } }
        : outcome.Scopes with { Canary = outcome.Scopes.Canary with { Digest = previous } };

    private string? Missing(MetricData data)
    {
        var (name, policy) = (data.Definition.Name, data.Definition.Data);
        var unproven = data.Problems.FirstOrDefault(p => p is { Kind: DataProblemKind.Unproven } && (p.IsFinal || policy.For(DataProblemKind.Unproven) != DataAction.Allow));

        if (_isByDigest && Newest(data.CanaryCounts) > 0)
        {
            return $"{PromotionText.Short(outcome.Scopes.Canary.Digest)} still gets traffic (`{name}`)";
        }

        // With the canary gone, what it was held against is what runs.
        var (counts, arm) = Newest(data.CanaryCounts) > 0 ? (data.CanaryCounts, Arm.Canary) : (data.BaselineCounts, Arm.Baseline);
        if (counts is null || Newest(counts) <= 0)
        {
            return $"{PromotionText.Short(previous)} is not seen to get traffic (`{name}`)";
        }

        if (!_isByDigest && arm == Arm.Baseline && outcome.Scopes.Baseline.Digest != previous)
        {
            return $"the baseline runs {PromotionText.Short(outcome.Scopes.Baseline.Digest)}, and nothing shows {PromotionText.Short(previous)} (`{name}`)";
        }

        if (unproven is not null && (unproven.Arm is null || unproven.Arm == arm))
        {
            return $"`{name}`: {unproven.Detail}";
        }

        var ratio = Sum(counts.Events) / Sum(counts.Total);
        return Limit(data.Definition) is { } most && ratio > most
            ? string.Create(CultureInfo.InvariantCulture, $"`{name}` is at {ratio:P2}, and at most {most:P2} is expected")
            : null;
    }

    // The objective where it is about this metric; else what the baseline had, as far as it may be exceeded.
    private double? Limit(MetricDefinition metric) =>
        outcome.Slo is { } slo && (slo.Metrics.Count == 0 || slo.Metrics.Contains(metric.Name, StringComparer.Ordinal)) ? 1 - slo.Objective
        : outcome.Decision.Metrics.FirstOrDefault(m => m.Name == metric.Name)?.Baseline is { } baseline ? baseline * metric.PassRatio
        : null;

    // What there was until the image went is no traffic any more, and what has not been scraped yet is none either way.
    private static double Newest(ArmCounts? counts) => counts is null ? 0 : Sum(counts.Total.AsSpan(Math.Max(0, counts.Total.Length - NewestSteps)));

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0d;
        foreach (var value in values)
        {
            sum += double.IsFinite(value) ? value : 0;
        }

        return sum;
    }
}
