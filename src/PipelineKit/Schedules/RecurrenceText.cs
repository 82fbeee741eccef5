using System.Globalization;

namespace PipelineKit.Schedules;

/// <summary>
/// Reads a recurrence: <c>DTSTART:20260109T180000 RRULE:FREQ=WEEKLY;BYDAY=FR</c>, its two parts on one line or two, or all in one as <c>DTSTART=20260109T180000;FREQ=WEEKLY;BYDAY=FR</c>.
/// </summary>
internal sealed class RecurrenceText
{
    private const int MostRepetitions = 10_000;
    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
    private static readonly string[] Frequencies = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"];
    private static readonly string[] Known = ["DTSTART", "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSETPOS"];

    // Nothing is computed beyond this year: a rule that never comes true ends there.
    private static readonly DateTime End = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly Dictionary<string, string> _parts = new(StringComparer.Ordinal);

    private RecurrenceText(string text)
    {
        foreach (var line in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = line.StartsWith("RRULE:", StringComparison.OrdinalIgnoreCase) ? line[6..] : line;
            if (rest.StartsWith("DTSTART", StringComparison.OrdinalIgnoreCase) && rest.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                Refuse(rest.Contains("TZID", StringComparison.OrdinalIgnoreCase), "the zone of DTSTART is that of the window: write `DTSTART:20260109T180000`, and the zone under `time-zone`");
                rest = "DTSTART=" + rest[(colon + 1)..];
            }

            foreach (var part in rest.Split(';', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                var name = equals < 0 ? part : part[..equals].ToUpperInvariant();
                Refuse(equals < 0 || !Known.Contains(name, StringComparer.Ordinal), $"`{part}` is not a part of a recurrence that is read here: {string.Join(", ", Known)}");
                Refuse(!_parts.TryAdd(name, part[(equals + 1)..].ToUpperInvariant()), $"`{name}` is given twice");
            }
        }
    }

    internal static RecurrenceRule Read(string text) => new RecurrenceText(text).Rule();

    private RecurrenceRule Rule()
    {
        var start = Time("DTSTART") ?? throw new FormatException("a recurrence begins with the first time of all: write `DTSTART:20260109T180000 RRULE:FREQ=WEEKLY`");
        var period = Array.IndexOf(Frequencies, _parts.GetValueOrDefault("FREQ", ""));
        Refuse(period < 0, $"`FREQ` is one of {string.Join(", ", Frequencies)}");
        Refuse(_parts.ContainsKey("COUNT") && _parts.ContainsKey("UNTIL"), "`COUNT` and `UNTIL` are both given; a recurrence ends by one of them");
        var weekdays = WeekdaysOf(period >= 2);
        var months = Numbers("BYMONTH", 1, 12, negative: false);
        var days = Numbers("BYMONTHDAY", 1, 31, negative: true);
        var byDay = weekdays.Count > 0 || days.Length > 0;
        Refuse(period == 1 && days.Length > 0, "`BYMONTHDAY` has no meaning with `FREQ=WEEKLY`");
        var rule = new RecurrenceRule
        {
            Period = (RecurrencePeriod)period,
            Start = start,
            Interval = One("INTERVAL", 1, 1000) ?? 1,
            WeekStart = (DayOfWeek)(_parts.TryGetValue("WKST", out var first) ? Weekday(first) : 1),
            Until = _parts.ContainsKey("UNTIL") ? Time("UNTIL", endOfDay: true)!.Value : End,
            Months = months.Length == 0 && period == 3 && !byDay ? [start.Month] : months,
            MonthDays = !byDay && period >= 2 ? [start.Day] : days,
            Weekdays = !byDay && period == 1 ? [new NthWeekday(0, start.DayOfWeek)] : weekdays,
            Positions = Numbers("BYSETPOS", 1, 366, negative: true),
            Times = TimesOf(start),
        };
        return _parts.ContainsKey("COUNT") ? Counted(rule, One("COUNT", 1, MostRepetitions)!.Value) : rule;
    }

    // A count is the time of the last.
    private static RecurrenceRule Counted(RecurrenceRule rule, int count)
    {
        var last = rule.Start.AddTicks(-1);
        for (var i = 0; i < count && rule.After(last, End) is { } next; i++)
        {
            last = next;
        }

        rule.Until = last;
        return rule;
    }

    private IReadOnlyList<TimeSpan> TimesOf(DateTime start)
    {
        var hours = Numbers("BYHOUR", 0, 23, negative: false);
        var minutes = Numbers("BYMINUTE", 0, 59, negative: false);
        return
        [
            .. from hour in hours.Length > 0 ? hours : [start.Hour]
               from minute in minutes.Length > 0 ? minutes : [start.Minute]
               let time = new TimeSpan(hour, minute, start.Second)
               orderby time
               select time,
        ];
    }

    private List<NthWeekday> WeekdaysOf(bool mayCount)
    {
        if (!_parts.TryGetValue("BYDAY", out var text))
        {
            return [];
        }

        var days = new List<NthWeekday>();
        foreach (var part in text.Split(','))
        {
            var name = part.Length >= 2 ? part[^2..] : part;
            var ordinal = part.Length > 2 ? Number(part[..^2]) : 0;
            Refuse(part.Length > 2 && (ordinal == 0 || Math.Abs(ordinal) > 53), $"`{part}` in `BYDAY` is not a weekday: write `FR`, `1MO` or `-1SU`");
            Refuse(ordinal != 0 && !mayCount, $"`{part}` counts weekdays of a month or year, which `FREQ=DAILY` and `FREQ=WEEKLY` do not have");
            days.Add(new NthWeekday(ordinal, (DayOfWeek)Weekday(name)));
        }

        return days;
    }

    private static int Weekday(string name) => Array.IndexOf(Weekdays, name) is >= 0 and var index ? index : throw new FormatException($"`{name}` is not a weekday: it is one of {string.Join(", ", Weekdays)}");

    private int? One(string name, int least, int most)
    {
        if (!_parts.TryGetValue(name, out var text))
        {
            return null;
        }

        var number = Number(text);
        Refuse(number < least || number > most, $"`{name}` is a number from {least} to {most}");
        return number;
    }

    private int[] Numbers(string name, int least, int most, bool negative)
    {
        if (!_parts.TryGetValue(name, out var text))
        {
            return [];
        }

        var numbers = text.Split(',').Select(Number).Distinct().Order().ToArray();
        Refuse(
            numbers.Any(n => negative ? Math.Abs(n) < least || Math.Abs(n) > most : n < least || n > most),
            $"`{name}` has numbers from {least} to {most}{(negative ? ", or from the end with `-`" : "")}");
        return numbers;
    }

    private static int Number(string text) =>
        text.Length <= 6 && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"`{text}` is not a number");

    private DateTime? Time(string name, bool endOfDay = false)
    {
        if (!_parts.TryGetValue(name, out var text))
        {
            return null;
        }

        Refuse(text.EndsWith('Z'), $"`{name}` is a time by the wall clock of the window's zone: write it without `Z`");
        var isDay = DateTime.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        Refuse(
            (!isDay && !DateTime.TryParseExact(text, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out time)) || time.Year < 1970 || time.Year > 2199,
            $"`{name}` is written as in `20260109T180000`, in the years 1970 to 2199");
        return isDay && endOfDay ? time.AddDays(1).AddTicks(-1) : time;
    }

    private static void Refuse(bool isWrong, string why)
    {
        if (isWrong)
        {
            throw new FormatException(why);
        }
    }
}
