using System.Globalization;
using System.Text;

namespace PipelineKit.Templating.Builtins;

/// <summary>Text to dates.</summary>
internal static class DateParser
{
    /// <summary>
    /// A date; null of no text. A text without a zone is of the zone of <see cref="DateZone"/>, one with a zone is converted to it. What is no date is the first day of the
    /// year 1 in profile Scriban, and an error in manifests.
    /// </summary>
    public static ScriptValue Parse(RenderContext context, string? text, string? pattern, CultureInfo culture)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ScriptValue.Null;
        }

        context.ChargeText((long)text.Length + (pattern?.Length ?? 0));
        var format = pattern is null ? null : NetFormat(context, pattern, ref culture);
        if (TryParse(context, text, format, culture, out var date) && !TakesToday(context, text, format, date))
        {
            return ScriptValue.Of(date);
        }

        return context.Profile == TemplateProfile.Scriban
            ? ScriptValue.Of(DateTime.MinValue)
            : throw context.Error($"The text `{TypeNames.Shown(text)}` is no date{(pattern is null ? string.Empty : $" of the pattern `{TypeNames.Shown(pattern)}`")}.");
    }

    private static bool TryParse(RenderContext context, string text, string? format, CultureInfo culture, out DateTime date)
    {
        try
        {
            return TryParseExact(context, text, format, culture, out date);
        }
        catch (FormatException)
        {
            throw context.Error($"The pattern `{TypeNames.Shown(format ?? "")}` is no pattern of a date (Parameter 'pattern')");
        }
    }

    private static bool TryParseExact(RenderContext context, string text, string? format, CultureInfo culture, out DateTime date)
    {
        if (HasZone(text))
        {
            var isRead = format is null
                ? DateTimeOffset.TryParse(text, culture, DateTimeStyles.None, out var instant)
                : DateTimeOffset.TryParseExact(text, format, culture, DateTimeStyles.None, out instant);
            date = isRead ? DateZone.FromUtc(context, instant.UtcDateTime) : default;
            return isRead;
        }

        var isDate = format is null
            ? DateTime.TryParse(text, culture, DateTimeStyles.RoundtripKind, out date)
            : DateTime.TryParseExact(text, format, culture, DateTimeStyles.None, out date);
        date = date.Kind == DateTimeKind.Unspecified ? date : DateZone.FromUtc(context, date.ToUniversalTime());
        return isDate;
    }

    /// <summary>Whether the text names a zone: <c>+</c> and a digit, or a <c>Z</c> at the end.</summary>
    private static bool HasZone(string text)
    {
        for (var i = text.IndexOf('+', StringComparison.Ordinal); i >= 0 && i + 1 < text.Length; i = text.IndexOf('+', i + 1))
        {
            if (char.IsDigit(text[i + 1]))
            {
                return true;
            }
        }

        return text.AsSpan().TrimEnd() is [.., 'Z' or 'z'];
    }

    /// <summary>Whether a year that the text does not have would come from the clock of the machine: not in manifests.</summary>
    private static bool TakesToday(RenderContext context, string text, string? format, DateTime date) =>
        context.Profile == TemplateProfile.Manifest
        && (format is null ? !text.Contains((date.Year % 100).ToString("D2"), StringComparison.Ordinal) : !format.Contains('y', StringComparison.Ordinal) && format is not "d");

    private static string NetFormat(RenderContext context, string pattern, ref CultureInfo culture)
    {
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
            else if (DateText.IsPrintedOnly(letter))
            {
                throw context.Error($"The pattern %{letter} is not supported for the parse method (Parameter 'pattern')");
            }
            else
            {
                // Scriban reads full names of months by the format of the short ones, which no full name fits.
                var format = letter == 'B' && context.Profile == TemplateProfile.Scriban ? "MMM" : DateText.NetFormat(letter);
                builder.Append(format ?? "%" + letter);
            }
        }

        return builder.ToString();
    }
}
