namespace PipelineKit.Schedules;

/// <summary>
/// A recurrence rule (RFC 5545, section 3.3.10) from its DTSTART on: its periods (days, weeks, months or years) are gone through one by one, and of each the days that every part of the
/// rule allows are taken.
/// </summary>
internal sealed class RecurrenceRule : ScheduleRule
{
    internal required RecurrencePeriod Period { get; init; }

    internal required DateTime Start { get; init; }

    internal int Interval { get; init; } = 1;

    internal DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>The last time that counts.</summary>
    internal required DateTime Until { get; set; }

    internal IReadOnlyList<int> Months { get; init; } = [];

    internal IReadOnlyList<int> MonthDays { get; init; } = [];

    /// <summary>Weekdays, one of which it must be.</summary>
    internal IReadOnlyList<NthWeekday> Weekdays { get; init; } = [];

    internal IReadOnlyList<int> Positions { get; init; } = [];

    /// <summary>Times of the day, sorted.</summary>
    internal required IReadOnlyList<TimeSpan> Times { get; init; }

    /// <inheritdoc />
    internal override DateTime? Before(DateTime time, DateTime earliest)
    {
        for (var index = IndexOf(time); index >= 0; index--)
        {
            var found = Of(index);
            for (var i = found.Count - 1; i >= 0; i--)
            {
                if (found[i] <= time)
                {
                    return found[i] >= earliest ? found[i] : null;
                }
            }

            if (BeginOf(index) < earliest)
            {
                return null;
            }
        }

        return null;
    }

    /// <inheritdoc />
    internal override DateTime? After(DateTime time, DateTime latest)
    {
        var limit = latest < Until ? latest : Until;
        for (var index = Math.Max(0, IndexOf(time)); BeginOf(index) <= limit; index++)
        {
            foreach (var found in Of(index))
            {
                if (found > time)
                {
                    return found <= limit ? found : null;
                }
            }
        }

        return null;
    }

    private int IndexOf(DateTime time)
    {
        var begin = BeginOf(0);
        var units = Period switch
        {
            RecurrencePeriod.Day => (time.Date - begin).Days,
            RecurrencePeriod.Week => (int)Math.Floor((time.Date - begin).Days / 7.0),
            RecurrencePeriod.Month => ((time.Year - begin.Year) * 12) + time.Month - begin.Month,
            _ => time.Year - begin.Year,
        };
        return units < 0 ? -1 : units / Interval;
    }

    private DateTime BeginOf(int index)
    {
        var day = Start.Date;
        var units = index * Interval;
        return Period switch
        {
            RecurrencePeriod.Day => day.AddDays(units),
            RecurrencePeriod.Week => day.AddDays(-(((int)day.DayOfWeek - (int)WeekStart + 7) % 7) + (units * 7)),
            RecurrencePeriod.Month => new DateTime(day.Year, day.Month, 1, 0, 0, 0, day.Kind).AddMonths(units),
            _ => new DateTime(Math.Min(day.Year + units, DateTime.MaxValue.Year), 1, 1, 0, 0, 0, day.Kind),
        };
    }

    private List<DateTime> Of(int index)
    {
        var begin = BeginOf(index);
        var days = Period switch
        {
            RecurrencePeriod.Day => 1,
            RecurrencePeriod.Week => 7,
            RecurrencePeriod.Month => DateTime.DaysInMonth(begin.Year, begin.Month),
            _ => DateTime.IsLeapYear(begin.Year) ? 366 : 365,
        };
        var all = new List<DateTime>();
        for (var i = 0; i < days; i++)
        {
            var day = begin.AddDays(i);
            if (Fits(day))
            {
                all.AddRange(Times.Select(time => day + time));
            }
        }

        var taken = Positions.Count == 0 ? all : Positions.Select(p => p > 0 ? p - 1 : all.Count + p).Where(p => p >= 0 && p < all.Count).Distinct().Order().Select(p => all[p]);
        return [.. taken.Where(time => time >= Start && time <= Until)];
    }

    private bool Fits(DateTime day)
    {
        var length = DateTime.DaysInMonth(day.Year, day.Month);
        return (Months.Count == 0 || Months.Contains(day.Month))
            && (MonthDays.Count == 0 || MonthDays.Contains(day.Day) || MonthDays.Contains(day.Day - length - 1))
            && (Weekdays.Count == 0 || Weekdays.Any(w => w.Fits(day, ofYear: Period == RecurrencePeriod.Year && Months.Count == 0)));
    }
}

/// <summary>What is repeated.</summary>
internal enum RecurrencePeriod
{
    /// <summary>Days.</summary>
    Day,

    /// <summary>Weeks.</summary>
    Week,

    /// <summary>Months.</summary>
    Month,

    /// <summary>Years.</summary>
    Year,
}

/// <summary>A weekday of BYDAY.</summary>
/// <param name="Ordinal">Which of the month or year, from the end when negative; 0 for each.</param>
/// <param name="Day">The weekday.</param>
internal sealed record NthWeekday(int Ordinal, DayOfWeek Day)
{
    /// <summary>Whether a day is it.</summary>
    internal bool Fits(DateTime day, bool ofYear)
    {
        var at = ofYear ? day.DayOfYear : day.Day;
        var length = !ofYear ? DateTime.DaysInMonth(day.Year, day.Month) : DateTime.IsLeapYear(day.Year) ? 366 : 365;
        return day.DayOfWeek == Day && (Ordinal == 0 || Ordinal == (Ordinal > 0 ? ((at - 1) / 7) + 1 : -(((length - at) / 7) + 1)));
    }
}
