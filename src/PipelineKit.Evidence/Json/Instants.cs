namespace PipelineKit.Evidence;

/// <summary>Instants as reports write them.</summary>
internal static class Instants
{
    /// <summary>
    /// RFC 3339 with any number of digits behind the point (Go writes nine), a space for the <c>T</c>, no offset for UTC, and a date alone, which is its beginning in UTC.
    /// Empty text and the year 1, which Go writes for "none", are null.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset? instant)
    {
        instant = null;
        if (text.IsEmpty || text.StartsWith("0001-01-01"u8))
        {
            return true;
        }

        Span<char> chars = stackalloc char[64];
        if (text.Length > chars.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            chars[i] = (char)text[i];
        }

        return TryParse(chars[..text.Length], out instant);
    }

    /// <summary>As for UTF-8.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset? instant)
    {
        instant = null;
        if (!TryDate(text, out var date))
        {
            return false;
        }

        if (text.Length == 10)
        {
            instant = new DateTimeOffset(date, TimeSpan.Zero);
            return true;
        }

        // 2024-01-02T03:04:05
        if (text.Length < 19 || text[10] is not ('T' or 't' or ' ') || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[11..13], out var hour) || !TryNumber(text[14..16], out var minute) || !TryNumber(text[17..19], out var second)
            || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = text[19..];
        if (!TryFraction(ref rest, out var ticks) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var local = date.AddHours(hour).AddMinutes(minute).AddSeconds(Math.Min(second, 59)).AddTicks(ticks);
        if (local.Ticks - offset.Ticks < DateTime.MinValue.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(local.Ticks - offset.Ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>A date alone, <c>2024-01-02</c>.</summary>
    public static bool TryDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        if (text.Length != 10 || !TryDate(text, out var date))
        {
            return false;
        }

        day = DateOnly.FromDateTime(date);
        return true;
    }

    private static bool TryDate(ReadOnlySpan<char> text, out DateTime date)
    {
        date = default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-' || !TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
        {
            return true;
        }

        var unit = TimeSpan.TicksPerSecond;
        var i = 1;
        for (; i < rest.Length && char.IsAsciiDigit(rest[i]); i++)
        {
            unit /= 10;
            ticks += (rest[i] - '0') * unit;
        }

        rest = rest[i..];
        return i > 1;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest.IsEmpty || rest is "Z" or "z")
        {
            return true;
        }

        if (rest.Length is not (5 or 6) || rest[0] is not ('+' or '-') || (rest.Length == 6 && rest[3] != ':')
            || !TryNumber(rest[1..3], out var hours) || !TryNumber(rest[^2..], out var minutes) || hours > 14 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = rest[0] == '-' ? -offset : offset;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
