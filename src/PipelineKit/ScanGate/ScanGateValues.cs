using System.Globalization;
using PipelineKit.Actions;

namespace PipelineKit.ScanGate;

/// <summary>Reads values of inputs that may be left out; each throws <see cref="FormatException"/> with what is allowed.</summary>
internal static class ScanGateValues
{
    internal static double? ParseProbability(string text) =>
        text.Trim() is not { Length: > 0 } number ? null
        : double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? value
        : throw new FormatException("allowed is a number from 0 to 1, such as 0.1");

    internal static TimeSpan? ParseDuration(string text) => text.Trim().Length == 0 ? null : Duration.Parse(text);

    internal static DateTimeOffset? ParseInstant(string text) =>
        text.Trim() is not { Length: > 0 } time ? null
        : DateTimeOffset.TryParseExact(
            time, ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value) ? value
        : throw new FormatException("allowed is a time in UTC, such as 2026-01-31T12:00:00Z");
}
