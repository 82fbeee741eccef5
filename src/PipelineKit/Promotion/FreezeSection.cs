using PipelineKit.Failures;
using PipelineKit.Policy;
using PipelineKit.Schedules;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>Reads <c>freeze</c> of the gates.</summary>
internal static class FreezeSection
{
    private const int MostWindows = 100;
    private const int LongestDays = 366;

    internal static IReadOnlyList<ChangeWindow> Read(PolicyFields gates, List<Failure> problems)
    {
        var values = gates.Values("freeze");
        if (values.Count > MostWindows)
        {
            gates.Problem("freeze", $"there are {values.Count} windows; at most {MostWindows} are read");
            return [];
        }

        return [.. values.Select(v => One(v, problems))];
    }

    private static ChangeWindow One(YamlValue value, List<Failure> problems)
    {
        var fields = new PolicyFields(value, problems, "name", "kind", "cron", "rrule", "duration", "time-zone");
        var name = fields.RequiredText("name", "Name the window, as in `name: weekend`: it is what people read when it stops them.");
        var isDeny = fields.Word("kind", ["deny", "allow"], 0) == 0;
        if (fields["duration"] is null)
        {
            fields.Problem("duration", "`duration` is missing here", "Say how long the window lasts from each of its beginnings, as in `duration: 48h`.");
        }

        var duration = fields.Span("duration") ?? TimeSpan.Zero;
        if (fields["duration"] is not null && (duration < TimeSpan.FromMinutes(1) || duration.TotalDays > LongestDays))
        {
            fields.Problem("duration", $"a window lasts from 1 minute to {LongestDays} days");
        }

        return new ChangeWindow(name, isDeny, RuleOf(fields), duration, ZoneOf(fields));
    }

    private static string RuleOf(PolicyFields fields)
    {
        var cron = fields.Text("cron");
        var rule = fields.Text("rrule");
        if (cron.Length > 0 == rule.Length > 0)
        {
            fields.Problem(
                cron.Length > 0 ? "rrule" : "name", cron.Length > 0 ? "`cron` and `rrule` are both given" : "it is not said when the window begins",
                "Give `cron: 0 18 * * FRI` (minute, hour, day, month, weekday), or `rrule` (RFC 5545).");
            return "";
        }

        try
        {
            _ = cron.Length > 0 ? ScheduleRule.ParseCron(cron) : ScheduleRule.ParseRecurrence(rule);
        }
        catch (FormatException e)
        {
            fields.Problem(cron.Length > 0 ? "cron" : "rrule", e.Message);
        }

        return cron.Length > 0 ? cron : rule;
    }

    private static string ZoneOf(PolicyFields fields)
    {
        var zone = fields["time-zone"] is null ? "UTC" : fields.Text("time-zone");
        if (zone.Length > 0 && ZoneRules.Find(zone) is null)
        {
            fields.Problem(
                "time-zone", $"there is no time zone `{zone}`",
                ZoneRules.Suggest(zone) is { } near ? $"Did you mean `{near}`?" : "Give the name of the IANA time zone database, as in `Europe/Vienna`, or `UTC`.");
        }

        return zone;
    }
}
