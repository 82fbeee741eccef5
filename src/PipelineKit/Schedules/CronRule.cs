using System.Globalization;
using System.Numerics;

namespace PipelineKit.Schedules;

/// <summary>
/// Minute, hour, day of the month, month and weekday (POSIX crontab), with steps, names of months and weekdays, and 7 for Sunday. Where both kinds of days are restricted, either will do.
/// </summary>
internal sealed class CronRule : ScheduleRule
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool _eitherDay;

    private CronRule(string[] fields)
    {
        _minutes = Set("minute", fields[0], 0, 59, []);
        _hours = Set("hour", fields[1], 0, 23, []);
        _days = Set("day of the month", fields[2], 1, 31, []);
        _months = Set("month", fields[3], 1, 12, Months);
        var weekdays = Set("weekday", fields[4], 0, 7, Weekdays);
        _weekdays = weekdays | (weekdays >> 7 & 1);
        _eitherDay = fields[2][0] != '*' && fields[4][0] != '*';
    }

    internal static CronRule Read(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronRule(fields)
            : throw new FormatException($"`{text}` has {fields.Length} fields, and cron has five: minute, hour, day of the month, month, weekday, as in `0 18 * * FRI`");
    }

    /// <inheritdoc />
    internal override DateTime? Before(DateTime time, DateTime earliest)
    {
        var day = time.Date;
        var upTo = time.TimeOfDay;
        while (day >= earliest.Date)
        {
            if (HasDay(day) && Last(upTo) is { } found)
            {
                return day + found >= earliest ? day + found : null;
            }

            day = day.AddDays(-1);
            upTo = new TimeSpan(23, 59, 0);
        }

        return null;
    }

    /// <inheritdoc />
    internal override DateTime? After(DateTime time, DateTime latest)
    {
        var day = time.Date;
        var from = new TimeSpan(time.Hour, time.Minute, 0) + TimeSpan.FromMinutes(1);
        while (day <= latest.Date)
        {
            if (HasDay(day) && First(from) is { } found)
            {
                return day + found <= latest ? day + found : null;
            }

            day = day.AddDays(1);
            from = TimeSpan.Zero;
        }

        return null;
    }

    private static bool Has(ulong set, int number) => (set >> number & 1) != 0;

    private bool HasDay(DateTime day)
    {
        var byDay = Has(_days, day.Day);
        var byWeekday = Has(_weekdays, (int)day.DayOfWeek);
        return Has(_months, day.Month) && (_eitherDay ? byDay || byWeekday : byDay && byWeekday);
    }

    private TimeSpan? First(TimeSpan from)
    {
        for (var hour = (int)from.TotalHours; hour < 24; hour++)
        {
            var minutes = Has(_hours, hour) ? hour == (int)from.TotalHours ? _minutes >> from.Minutes << from.Minutes : _minutes : 0;
            if (minutes != 0)
            {
                return new TimeSpan(hour, BitOperations.TrailingZeroCount(minutes), 0);
            }
        }

        return null;
    }

    private TimeSpan? Last(TimeSpan upTo)
    {
        for (var hour = upTo.Hours; hour >= 0; hour--)
        {
            var minutes = Has(_hours, hour) ? hour == upTo.Hours ? _minutes & ((2UL << upTo.Minutes) - 1) : _minutes : 0;
            if (minutes != 0)
            {
                return new TimeSpan(hour, BitOperations.Log2(minutes), 0);
            }
        }

        return null;
    }

    private static ulong Set(string what, string field, int least, int most, string[] names)
    {
        var set = 0UL;
        foreach (var part in field.Split(','))
        {
            var slash = part.IndexOf('/', StringComparison.Ordinal);
            var range = slash < 0 ? part : part[..slash];
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            var first = range == "*" ? least : Number(dash < 0 ? range : range[..dash]);
            var last = range == "*" ? most : dash >= 0 ? Number(range[(dash + 1)..]) : slash >= 0 ? most : first;
            var step = slash < 0 ? 1 : Plain(part[(slash + 1)..]);
            if (first < least || last > most || first > last || step < 1)
            {
                throw Wrong();
            }

            for (var number = first; number <= last; number += step)
            {
                set |= 1UL << number;
            }
        }

        return set;

        int Number(string text) => Array.FindIndex(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index + least : Plain(text);

        int Plain(string text) => text.Length <= 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong();

        FormatException Wrong() =>
            new($"`{field}` is not a {what} of cron: write numbers from {least} to {most}{(names.Length > 0 ? $" or {names[0]} to {names[^1]}" : "")}, `a-b`, `*`, steps as in `*/15`, and lists of these with `,`");
    }
}
