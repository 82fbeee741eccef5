using System.Globalization;
using System.Text;

namespace PipelineKit.Templating.Builtins;

/// <summary>Dates as text by patterns of percent letters (those of C's strftime, as far as the language has them).</summary>
internal static class DateText
{
    /// <summary>What <c>date.format</c> is unless a template sets it.</summary>
    public const string DefaultPattern = "%d %b %Y";

    /// <summary>A date as the language prints it.</summary>
    public static string Format(RenderContext context, DateTime date) => Format(context, date, CurrentPattern(context), context.Culture);

    /// <summary>The pattern dates are printed by.</summary>
    public static string CurrentPattern(RenderContext context) => context.Values.DateFormat ?? DefaultPattern;

    /// <summary>A date by a pattern; letters the language does not have stay as they are, <c>%g</c> changes to the invariant culture.</summary>
    public static string Format(RenderContext context, DateTime date, string pattern, CultureInfo culture)
    {
        if (string.Equals(pattern, "%g", StringComparison.Ordinal))
        {
            pattern = "%g " + CurrentPattern(context);
        }

        context.CheckLength(pattern.Length);
        context.ChargeText(pattern.Length);
        var builder = new StringBuilder(pattern.Length + 16);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || i + 1 == pattern.Length)
            {
                builder.Append(pattern[i]);
                continue;
            }

            var letter = pattern[++i];
            if (letter == 'g')
            {
                culture = CultureInfo.InvariantCulture;
            }
            else
            {
                builder.Append(Letter(context, date, letter, culture));
            }

            context.CheckLength(builder.Length);
        }

        return builder.ToString();
    }

    /// <summary>The .NET format of a letter; null for one that a date cannot be parsed by, or that the language does not have.</summary>
    public static string? NetFormat(char letter) => letter switch
    {
        'a' => "ddd",
        'A' => "dddd",
        'b' or 'h' => "MMM",
        'B' => "MMMM",
        'c' => "ddd MMM dd HH:mm:ss yyyy",
        'd' => "dd",
        'D' => "MM/dd/yy",
        'e' => "%d",
        'F' => "yyyy-MM-dd",
        'H' => "HH",
        'I' => "hh",
        'k' => "%H",
        'l' => "%h",
        'L' => "fff",
        'm' => "MM",
        'M' => "mm",
        'N' => "fffffff00",
        'p' or 'P' => "tt",
        'r' => "hh:mm:ss tt",
        'R' => "HH:mm",
        'S' => "ss",
        'T' => "HH:mm:ss",
        'x' => "d",
        'X' => "T",
        'y' => "yy",
        'Y' => "yyyy",
        'Z' => "zzz",
        _ => null,
    };

    /// <summary>Whether the language has the letter, though no date can be parsed by it.</summary>
    public static bool IsPrintedOnly(char letter) => letter is 'C' or 'j' or 'n' or 's' or 't' or 'u' or 'U' or 'v' or 'V' or 'W' or 'w' or '%';

    private static string Letter(RenderContext context, DateTime date, char letter, CultureInfo culture) => letter switch
    {
        'C' => (date.Year / 100).ToString("D2", culture),
        'e' or 'k' or 'l' => date.ToString(NetFormat(letter), culture).PadLeft(2, ' '),
        'j' => date.DayOfYear.ToString("D3", culture),
        'n' => "\n",
        'P' => date.ToString("tt", culture).ToLowerInvariant(),
        's' => ((DateZone.ToUtc(context, date).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond).ToString(culture),
        't' => "\t",
        'u' => (date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek).ToString(culture),
        'U' => Week(date, culture, culture.DateTimeFormat.CalendarWeekRule, DayOfWeek.Sunday),
        'v' => $"{date.Day,2}-{date.ToString("MMM", CultureInfo.InvariantCulture).ToUpperInvariant()}-{date.Year:D4}",
        'V' => Week(date, culture, CalendarWeekRule.FirstFourDayWeek, DayOfWeek.Monday),
        'W' => Week(date, culture, culture.DateTimeFormat.CalendarWeekRule, DayOfWeek.Monday),
        'w' => ((int)date.DayOfWeek).ToString(culture),
        'Z' => DateZone.OffsetText(context, date),
        '%' => "%",
        _ => NetFormat(letter) is { } format ? date.ToString(format, culture) : "%" + letter,
    };

    private static string Week(DateTime date, CultureInfo culture, CalendarWeekRule rule, DayOfWeek first) =>
        culture.Calendar.GetWeekOfYear(date, rule, first).ToString("D2", culture);
}
