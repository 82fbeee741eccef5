using PipelineKit.Canary;
using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Yaml;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads <c>slo</c>.</summary>
internal static class SloSection
{
    private const int MostTiers = 10;
    private const int LongestDays = 366;
    private const double UsualShort = 12;

    internal static SloPolicy? Read(YamlValue? section, List<Failure> problems)
    {
        if (section is null)
        {
            return null;
        }

        var fields = new PolicyFields(section, problems, "objective", "period", "metrics", "tiers", "confidence", "period-events");
        if (fields["objective"] is null)
        {
            fields.Problem(section, "`objective` is missing here", "Say which part of events must be good, as in `objective: 99.9%`.");
        }

        var objective = fields.Part("objective", "99.9%");
        var usual = SloPresets.Of(objective ?? 0.5, 1);
        var policy = usual with
        {
            Period = fields.Seconds("period", TimeSpan.FromDays(LongestDays)) ?? usual.Period,
            Metrics = fields.Texts("metrics"),
            Tiers = TiersOf(fields, problems),
            Confidence = fields.Part("confidence", "0.99") ?? usual.Confidence,
            PeriodEvents = fields.Real("period-events", v => v > 0, "a number above 0"),
        };
        if (objective is not null && policy.Tiers.Count > 0 && policy.Tiers.All(t => t.Factor * (1 - policy.Objective) >= 1))
        {
            fields.Problem(fields["tiers"] is null ? "objective" : "tiers", "a budget this large cannot burn as fast as any of the tiers says: even if every event were bad", "Take lower burn rates, or a higher objective.");
        }

        return objective is null ? null : policy;
    }

    private static IReadOnlyList<BurnTier> TiersOf(PolicyFields fields, List<Failure> problems)
    {
        if (fields["tiers"] is not { Shape: YamlShape.Sequence } list)
        {
            return SloPresets.Tiers(SloPresets.Names[fields.Word("tiers", SloPresets.Names, 0)])!;
        }

        if (list.Items.Count is 0 or > MostTiers)
        {
            fields.Problem(list, $"`tiers` has {list.Items.Count} tiers; from 1 to {MostTiers} are read");
            return [];
        }

        return [.. list.Items.Select(item => TierOf(item, problems))];
    }

    private static BurnTier TierOf(YamlValue section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "long", "short", "factor");
        if (fields["long"] is null || fields["factor"] is null)
        {
            fields.Problem(section, $"`{(fields["long"] is null ? "long" : "factor")}` is missing here", "Write a tier as in `{ long: 1h, short: 5m, factor: 14.4 }`.");
        }

        var longer = fields.Seconds("long", TimeSpan.FromDays(LongestDays)) ?? TimeSpan.FromHours(1);
        var shorter = fields.Seconds("short", TimeSpan.FromDays(LongestDays)) ?? longer / UsualShort;
        if (shorter > longer)
        {
            fields.Problem("short", "`short` is longer than `long`");
        }

        return new BurnTier(longer, shorter, fields.Real("factor", v => v > 0, "a burn rate above 0") ?? 1);
    }
}
