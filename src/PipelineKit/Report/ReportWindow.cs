using System.Globalization;
using PipelineKit.Actions;

namespace PipelineKit.Report;

/// <summary>The time a report is about: from <paramref name="Since"/> up to, and without, <paramref name="Until"/>; and when it is made.</summary>
/// <param name="Since">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="At">The moment whose state is told; lines of the ledger after it are not looked at.</param>
internal sealed record ReportWindow(DateTimeOffset Since, DateTimeOffset Until, DateTimeOffset At)
{
    private const int DaysOfAWeek = 7;
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"];

    /// <summary>How many weeks it has.</summary>
    public double Weeks => (Until - Since).TotalDays / DaysOfAWeek;

    /// <summary>Whether it has this moment.</summary>
    public bool Contains(DateTimeOffset moment) => moment >= Since && moment < Until;

    /// <summary>The Monday, 00:00 UTC, of the week of a moment (ISO 8601).</summary>
    public static DateTimeOffset WeekOf(DateTimeOffset moment)
    {
        var day = new DateTimeOffset(moment.UtcDateTime.Date, TimeSpan.Zero);
        return day.AddDays(-(((int)day.DayOfWeek + DaysOfAWeek - 1) % DaysOfAWeek));
    }

    /// <summary>A time in UTC, or null for text that is none.</summary>
    public static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(text.Trim(), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A time in UTC, or a span before another; null for empty text. Throws <see cref="FormatException"/>.</summary>
    public static ReportMoment? Moment(string text)
    {
        if (text.Trim().Length == 0)
        {
            return null;
        }

        if (Time(text) is { } time)
        {
            return new ReportMoment(time, null);
        }

        try
        {
            return new ReportMoment(null, Duration.Parse(text));
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new FormatException("allowed is a day or time in UTC such as 2026-01-31 or 2026-01-31T12:00:00Z, or a span such as 90d", e);
        }
    }
}

/// <summary>A moment as users write it.</summary>
/// <param name="Time">The moment itself, or null.</param>
/// <param name="Before">How long before another, or null.</param>
internal sealed record ReportMoment(DateTimeOffset? Time, TimeSpan? Before)
{
    /// <summary>The moment, counted from another where it is a span.</summary>
    public DateTimeOffset From(DateTimeOffset other)
    {
        if (Time is { } time)
        {
            return time;
        }

        var before = Before ?? TimeSpan.Zero;
        return other - DateTimeOffset.UnixEpoch < before ? DateTimeOffset.UnixEpoch : other - before;
    }
}
