using System.Globalization;
using System.Text;

namespace PipelineKit.Evidence;

internal sealed partial record XsdText
{
    private const int MostNamed = 24;

    /// <summary>What is wrong with a value; null for a valid one.</summary>
    public static (string Rule, string Message)? Problem(XsdText type, string value)
    {
        if (type.Members.Count > 0)
        {
            (string, string)? first = null;
            foreach (var member in type.Members)
            {
                if (Problem(member, value) is not { } problem)
                {
                    return null;
                }

                first ??= problem;
            }

            return first;
        }

        value = Blanks(type.Base, value);
        var shown = value.Length > 80 ? value[..80] + "..." : value;
        if (!IsBuiltIn(type.Base, value))
        {
            return ("type", $"is `{shown}`, which is no {type.Base}");
        }

        if (type.Values.Count > 0 && !type.Values.Contains(value))
        {
            return ("enum", $"is `{shown}`; it must be {(type.Values.Count <= MostNamed ? "one of " + string.Join(", ", type.Values) : $"one of {type.Values.Count} values: {string.Join(", ", type.Values.Take(MostNamed))}, ...")}");
        }

        if (type.Patterns.Any(p => !p.IsMatch(Encoding.UTF8.GetBytes(value))))
        {
            return ("pattern", $"is `{shown}`, which does not match {type.Patterns[0].Text}");
        }

        if (value.Length < type.Shortest || value.Length > type.Longest)
        {
            return (value.Length < type.Shortest ? "minLength" : "maxLength", $"has {value.Length} characters; allowed are {type.Shortest} to {type.Longest}");
        }

        return (type.Minimum > decimal.MinValue || type.Maximum < decimal.MaxValue) && decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && (number < type.Minimum || number > type.Maximum)
            ? (number < type.Minimum ? "minimum" : "maximum", $"is {shown}; allowed is {type.Minimum.ToString(CultureInfo.InvariantCulture)} to {type.Maximum.ToString(CultureInfo.InvariantCulture)}")
            : null;
    }

    // Only `string` keeps its blanks as they are; `normalizedString` has no line breaks, all others none at the ends.
    private static string Blanks(string type, string value) => type switch
    {
        "string" => value,
        "normalizedString" => value.Replace('\n', ' ').Replace('\t', ' ').Replace('\r', ' '),
        _ => string.Join(' ', value.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)),
    };

    private static bool IsBuiltIn(string type, string value) => type switch
    {
        "string" or "normalizedString" or "token" or "anyURI" => true,
        "boolean" => value is "true" or "false" or "1" or "0",
        "decimal" => IsDecimal(value),
        "integer" => IsInteger(value),
        "nonNegativeInteger" => IsInteger(value) && (value[0] != '-' || value.Trim('-', '0').Length == 0),
        "positiveInteger" => IsInteger(value) && value[0] != '-' && value.Trim('+', '0').Length > 0,
        "dateTime" => IsDateTime(value),
        "date" => IsDate(value),
        _ => throw new NotSupportedException($"The built-in type xs:{type} is not implemented."),
    };

    private static bool IsInteger(string value) => value.TrimStart('+', '-') is { Length: > 0 } digits && value.Length - digits.Length <= 1 && digits.All(char.IsAsciiDigit);

    private static bool IsDecimal(string value)
    {
        var parts = (value is ['+' or '-', ..] ? value[1..] : value).Split('.');
        return parts.Length <= 2 && parts.All(p => p.All(char.IsAsciiDigit)) && parts.Any(p => p.Length > 0);
    }

    // As for RFC 3339, but the offset may be missing, and must have a colon.
    private static bool IsDateTime(string value)
    {
        var t = value.IndexOf('T', StringComparison.Ordinal);
        if (t < 10)
        {
            return false;
        }

        var zone = value.IndexOfAny(['Z', '+', '-'], t);
        var time = zone < 0 ? value[(t + 1)..] : value[(t + 1)..zone];
        return IsZone(zone < 0 ? "" : value[zone..]) && IsDay(value[..t])
            && (SchemaFormats.IsValid("date-time", Encoding.UTF8.GetBytes($"2000-01-01T{time}Z")) ? !time.Contains(":60", StringComparison.Ordinal) : time.TrimEnd('0') is "24:" or "24:00:" or "24:00:00.");
    }

    private static bool IsDate(string value)
    {
        var zone = value.Length > 10 ? value.IndexOfAny(['Z', '+', '-'], 10) : -1;
        return IsZone(zone < 0 ? "" : value[zone..]) && IsDay(zone < 0 ? value : value[..zone]);
    }

    private static bool IsDay(string value) => SchemaFormats.IsValid("date", Encoding.UTF8.GetBytes(value)) && !value.StartsWith("0000", StringComparison.Ordinal);

    private static bool IsZone(string zone) =>
        zone is "" or "Z" || (zone.Length == 6 && zone[3] == ':' && int.TryParse(zone.AsSpan(1, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            && int.TryParse(zone.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && (hours * 60) + minutes <= 14 * 60 && minutes < 60);
}
