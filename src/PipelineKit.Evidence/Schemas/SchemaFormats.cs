using System.Buffers;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>
/// The formats of JSON Schema that the schemas of CycloneDX use, asserted. <c>iri-reference</c> allows every text: package managers write addresses of many kinds (<c>git@host:path</c>) where the schemas ask for one, and no validator of the
/// field refuses them.
/// </summary>
internal static class SchemaFormats
{
    private static readonly SearchValues<byte> InAddress = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?#[]%"u8);

    private static readonly SearchValues<byte> NotInWord = SearchValues.Create("\"(),:;<>@[\\] "u8);

    /// <summary>Whether the text has the format; an unknown format says nothing.</summary>
    public static bool IsValid(string format, ReadOnlySpan<byte> text) => format switch
    {
        "date-time" => IsDateTime(text),
        "date" => IsDate(text),
        "uri" => IsAddress(text),
        "idn-email" or "email" => IsMailbox(text),
        _ => true,
    };

    /// <summary>What the format is, for messages.</summary>
    public static string Describe(string format) => format switch
    {
        "date-time" => "time of RFC 3339, like 2024-05-01T12:00:00Z",
        "date" => "date of RFC 3339, like 2024-05-01",
        "uri" => "URI (RFC 3986)",
        _ => "e-mail address",
    };

    private static bool IsDateTime(ReadOnlySpan<byte> text) =>
        text.Length > 11 && (text[10] is (byte)'T' or (byte)'t' || text[10] is 0x20 or (>= 0x09 and <= 0x0D)) && IsDate(text[..10]) && IsTime(text[11..]);

    private static bool IsDate(ReadOnlySpan<byte> text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-' && Number(text[..4]) is >= 0 and var year && Number(text[5..7]) is >= 1 and <= 12 and var month
        && Number(text[8..]) is >= 1 and var day && day <= (year == 0 ? month == 2 ? 29 : DateTime.DaysInMonth(4, month) : DateTime.DaysInMonth(year, month));

    // hh:mm:ss, a fraction, and an offset, which must be there. A second of 60 is one only at the end of a day in UTC.
    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':' || Number(text[..2]) is not (>= 0 and var hour) || Number(text[3..5]) is not (>= 0 and var minute) || Number(text[6..8]) is not (>= 0 and var second))
        {
            return false;
        }

        var rest = text[8..];
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits < 1)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return Offset(rest) is { } offset
            && ((hour <= 23 && minute <= 59 && second < 60) || (second == 60 && IsLastMinute(hour, minute, offset)));
    }

    // The offset in minutes: Z, +hh, +hhmm or +hh:mm.
    private static int? Offset(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
        {
            return text[0] is (byte)'Z' or (byte)'z' ? 0 : null;
        }

        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-') || (text.Length == 6 && text[3] != ':')
            || Number(text[1..3]) is not (>= 0 and <= 23 and var hours) || (text.Length == 3 ? 0 : Number(text[^2..])) is not (>= 0 and <= 59 and var minutes))
        {
            return null;
        }

        return (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
    }

    private static bool IsLastMinute(int hour, int minute, int offset)
    {
        var (utcMinute, utcHour) = (minute - (offset % 60), hour - (offset / 60));
        utcHour -= utcMinute < 0 ? 1 : 0;
        return utcHour is 23 or -1 && utcMinute is 59 or -1;
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

    // A scheme, a colon, and something behind it of the characters that are allowed.
    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 1 || colon == text.Length - 1 || !char.IsAsciiLetter((char)text[0]) || text.ContainsAnyExcept(InAddress) || text.Count((byte)'#') > 1)
        {
            return false;
        }

        foreach (var c in text[..colon])
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && (i + 2 >= text.Length || !char.IsAsciiHexDigit((char)text[i + 1]) || !char.IsAsciiHexDigit((char)text[i + 2])))
            {
                return false;
            }
        }

        return text[colon + 1] is not ((byte)'?' or (byte)'#');
    }

    // RFC 5321 with the characters of RFC 6531: a local part (words between dots, or quoted), and a domain of at least two labels or an address in brackets.
    private static bool IsMailbox(ReadOnlySpan<byte> text)
    {
        var at = text.LastIndexOf((byte)'@');
        return at > 0 && text.Length <= 986 && IsLocalPart(text[..at]) && IsDomain(Encoding.UTF8.GetString(text[(at + 1)..]));
    }

    private static bool IsLocalPart(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'"', .., (byte)'"'] && text.Length > 1)
        {
            for (var i = 1; i < text.Length - 1; i++)
            {
                i += text[i] == '\\' ? 1 : 0;
                if (text[i] is < 0x20 or 0x7F || i == text.Length - 1 || (text[i] == '"' && text[i - 1] != '\\'))
                {
                    return false;
                }
            }

            return true;
        }

        return text[0] != '.' && text[^1] != '.' && text.IndexOf(".."u8) < 0
            && !text.ContainsAny(NotInWord) && text.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0 && !text.Contains((byte)0x7F);
    }

    private static bool IsDomain(string text)
    {
        if (text is ['[', .. var inner, ']'])
        {
            return inner.Length > 0 && inner.AsSpan().IndexOfAny(":.") >= 0 && inner.All(c => c is > ' ' and < '\x7F' and not ('[' or '\\' or ']'));
        }

        var labels = text.Split('.');
        return labels.Length > 1 && text.Length <= 253 && labels[^1].Length > 1
            && Array.TrueForAll(labels, l => l.Length is > 0 and <= 63 && l[0] != '-' && l[^1] != '-' && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c >= '\x80'));
    }
}
