namespace PipelineKit.Schedules;

/// <summary>When something begins, by a wall clock: it knows nothing of zones.</summary>
internal abstract class ScheduleRule
{
    /// <summary>Either form. Throws <see cref="FormatException"/>.</summary>
    internal static ScheduleRule Parse(string text) => text.Contains('=', StringComparison.Ordinal) ? ParseRecurrence(text) : ParseCron(text);

    /// <summary>Five fields of cron. Throws <see cref="FormatException"/>.</summary>
    internal static ScheduleRule ParseCron(string text) => CronRule.Read(text);

    /// <summary>DTSTART and RRULE (RFC 5545). Throws <see cref="FormatException"/>.</summary>
    internal static ScheduleRule ParseRecurrence(string text) => RecurrenceText.Read(text);

    /// <summary>The latest beginning not after a time, and not before another; null for none.</summary>
    internal abstract DateTime? Before(DateTime time, DateTime earliest);

    /// <summary>The first beginning after a time, and not after another; null for none.</summary>
    internal abstract DateTime? After(DateTime time, DateTime latest);
}
