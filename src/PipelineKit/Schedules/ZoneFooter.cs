using System.Globalization;

namespace PipelineKit.Schedules;

/// <summary>
/// The rule of a zone for all years, as POSIX writes it with the extensions of RFC 9636, section 3.3.1: <c>CET-1CEST,M3.5.0,M10.5.0/3</c>. Offsets are seconds east of UTC.
/// </summary>
internal sealed class ZoneFooter
{
    private const int Day = 86400;
    private readonly int _standard;
    private readonly int _summer;
    private readonly string? _begin;
    private readonly string? _end;

    private ZoneFooter(string text)
    {
        var at = 0;
        Name(text, ref at);
        _standard = -Time(text, ref at);
        _summer = _standard + 3600;
        if (at == text.Length)
        {
            return;
        }

        Name(text, ref at);
        _summer = at < text.Length && text[at] != ',' ? -Time(text, ref at) : _summer;
        var rules = text[at..].Split(',');
        (_begin, _end) = rules.Length == 3 && rules[0].Length == 0 ? (rules[1], rules[2]) : throw new FormatException($"`{text}` has no rule for summer time");

        // What cannot be read is found out now, not in a window's hour.
        _ = Changes(2024);
    }

    /// <summary>Reads it. Throws <see cref="FormatException"/>.</summary>
    internal static ZoneFooter Parse(string text) => new(text);

    internal int OffsetAt(long seconds)
    {
        var offset = _standard;
        if (_begin is not null)
        {
            // Of the year before, because the last change of it may hold into January.
            var year = YearOf(seconds);
            foreach (var (time, after) in Changes(year - 1).Concat(Changes(year)))
            {
                offset = time <= seconds ? after : offset;
            }
        }

        return offset;
    }

    internal long? NextTransition(long seconds)
    {
        var year = YearOf(seconds);
        return _begin is null ? null : Changes(year).Concat(Changes(year + 1)).First(c => c.Time > seconds).Time;
    }

    private int YearOf(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds + _standard).Year;

    private (long Time, int After)[] Changes(int year)
    {
        var begin = (Time: At(_begin!, year) - _standard, After: _summer);
        var end = (Time: At(_end!, year) - _summer, After: _standard);
        return begin.Time <= end.Time ? [begin, end] : [end, begin];
    }

    // `Mm.w.d`, `Jn` (1 to 365, never 29 February) or `n` (0 to 365), and `/time`; seconds since 1970 by the wall clock.
    private static long At(string rule, int year)
    {
        var slash = rule.IndexOf('/', StringComparison.Ordinal);
        var day = slash < 0 ? rule : rule[..slash];
        var at = slash + 1;
        var time = slash < 0 ? 2 * 3600 : Time(rule, ref at);
        var first = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        DateTime date;
        if (day[0] == 'M')
        {
            var parts = day[1..].Split('.');
            var month = new DateTime(year, Number(parts[0], 1, 12), 1, 0, 0, 0, DateTimeKind.Utc);
            date = month.AddDays(((Number(parts[2], 0, 6) - (int)month.DayOfWeek + 7) % 7) + ((Number(parts[1], 1, 5) - 1) * 7));
            date = date.Month == month.Month ? date : date.AddDays(-7);
        }
        else if (day[0] == 'J')
        {
            var number = Number(day[1..], 1, 365);
            date = first.AddDays(number - (DateTime.IsLeapYear(year) && number > 59 ? 0 : 1));
        }
        else
        {
            date = first.AddDays(Number(day, 0, 365));
        }

        return ((date.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerDay * Day) + time;
    }

    private static void Name(string text, ref int at)
    {
        var from = at;
        if (at < text.Length && text[at] == '<')
        {
            at = text.IndexOf('>', at) is > 0 and var end ? end + 1 : throw new FormatException($"`{text}` has a name without end");
        }
        else
        {
            while (at < text.Length && char.IsAsciiLetter(text[at]))
            {
                at++;
            }
        }

        if (at == from)
        {
            throw new FormatException($"`{text}` lacks the name of a zone");
        }
    }

    // [+-]h[h][h][:mm[:ss]] in seconds.
    private static int Time(string text, ref int at)
    {
        var sign = at < text.Length && text[at] == '-' ? -1 : 1;
        at += at < text.Length && text[at] is '-' or '+' ? 1 : 0;
        var from = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == ':'))
        {
            at++;
        }

        var parts = text[from..at].Split(':');
        var seconds = 0;
        for (var i = 0; i < parts.Length && i < 3; i++)
        {
            seconds += Number(parts[i], 0, i == 0 ? 167 : 59) * (i == 0 ? 3600 : i == 1 ? 60 : 1);
        }

        return sign * seconds;
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : throw new FormatException($"`{text}` is not a number from {least} to {most}");
}
