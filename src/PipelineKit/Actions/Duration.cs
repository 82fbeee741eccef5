using System.Globalization;

namespace PipelineKit.Actions;

/// <summary>Spans of time as people write them: <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>; a bare number is seconds.</summary>
public static class Duration
{
    private const string Allowed = "allowed is a duration such as 30s, 5m, 1h30m or 2d";

    /// <summary>Parses a duration; throws <see cref="FormatException"/>.</summary>
    public static TimeSpan Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        if (rest.IsEmpty)
        {
            throw new FormatException(Allowed);
        }

        var total = TimeSpan.Zero;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            var number = digits < 0 ? rest : rest[..digits];
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                throw new FormatException(Allowed);
            }

            rest = digits < 0 ? [] : rest[digits..];
            total += Unit(ref rest) * value;
        }

        return total;
    }

    private static TimeSpan Unit(ref ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty)
        {
            return TimeSpan.FromSeconds(1);
        }

        var (unit, length) = rest[0] switch
        {
            'm' when rest.Length > 1 && rest[1] == 's' => (TimeSpan.FromMilliseconds(1), 2),
            's' => (TimeSpan.FromSeconds(1), 1),
            'm' => (TimeSpan.FromMinutes(1), 1),
            'h' => (TimeSpan.FromHours(1), 1),
            'd' => (TimeSpan.FromDays(1), 1),
            _ => throw new FormatException(Allowed),
        };
        rest = rest[length..];
        return unit;
    }
}
