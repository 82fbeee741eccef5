using System.Globalization;

namespace PipelineKit.Canary;

/// <summary>Numbers in sentences.</summary>
internal static class Words
{
    /// <summary>With three digits that count.</summary>
    internal static string Of(double value) => value.ToString(Math.Abs(value) is >= 1000 and < 1e15 ? "0" : "G3", CultureInfo.InvariantCulture);

    /// <summary>"times the rate", where it is known.</summary>
    internal static string Times(double? ratio) => ratio is { } known ? $"{Of(known)} times" : "many times";
}
