using System.Globalization;
using PipelineKit.Actions;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads values of inputs that may be left out; each throws <see cref="FormatException"/> with what is allowed.</summary>
internal static class CanaryValues
{
    private const int MostWindows = 2000;
    private const double LeastRisk = 1e-9;
    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint;

    /// <summary>A probability or part that is neither none nor all.</summary>
    internal static double? ParsePart(string text) =>
        text.Trim() is not { Length: > 0 } number ? null
        : double.TryParse(number, Decimal, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1 ? value
        : throw new FormatException("allowed is a number above 0 and below 1, such as 0.01");

    /// <summary>A probability of being wrong.</summary>
    internal static double? ParseRisk(string text) =>
        text.Trim() is not { Length: > 0 } number ? null
        : double.TryParse(number, Decimal, CultureInfo.InvariantCulture, out var value) && value is >= LeastRisk and <= 0.5 ? value
        : throw new FormatException("allowed is a number from 0.000000001 to 0.5, such as 0.01");

    internal static double? ParsePositive(string text) =>
        text.Trim() is not { Length: > 0 } number ? null
        : double.TryParse(number, Decimal, CultureInfo.InvariantCulture, out var value) && value > 0 && double.IsFinite(value) ? value
        : throw new FormatException("allowed is a number above 0");

    internal static int? ParseCount(string text) =>
        text.Trim() is not { Length: > 0 } number ? null
        : int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= MostWindows ? value
        : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"allowed is a whole number up to {MostWindows}"));

    internal static TimeSpan? ParseSpan(string text) => text.Trim().Length == 0 ? null : Duration.Parse(text);

    internal static DateTimeOffset? ParseInstant(string text) =>
        text.Trim() is not { Length: > 0 } time ? null
        : DateTimeOffset.TryParseExact(time, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value) ? value
        : throw new FormatException("allowed is a time in UTC, such as 2026-01-31T12:00:00Z");
}
