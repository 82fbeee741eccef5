using System.Globalization;

namespace PipelineKit.Oci;

/// <summary>What a registry said about how much may still be asked of it (Docker Hub's <c>ratelimit-*</c> headers).</summary>
/// <param name="Registry">The registry.</param>
/// <param name="Remaining">Requests left in the window.</param>
/// <param name="Limit">Requests a window has, or null when not said.</param>
/// <param name="Window">How long a window is, or null when not said.</param>
public sealed record RateBudget(string Registry, long Remaining, long? Limit, TimeSpan? Window)
{
    private const long LongestWindow = 366L * 24 * 3600;

    /// <summary>Reads the headers <c>ratelimit-remaining: 76;w=21600</c> and <c>ratelimit-limit: 100;w=21600</c>; null without the first.</summary>
    public static RateBudget? Read(string registry, string? remaining, string? limit) =>
        Parse(remaining) is not { } left
            ? null
            : new RateBudget(registry, left.Count, Parse(limit)?.Count, left.Window ?? Parse(limit)?.Window);

    private static (long Count, TimeSpan? Window)? Parse(string? text)
    {
        var parts = (text ?? "").Split(';', StringSplitOptions.TrimEntries);
        if (!long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return null;
        }

        var window = parts.FirstOrDefault(p => p.StartsWith("w=", StringComparison.Ordinal));
        return long.TryParse(window.AsSpan(window is null ? 0 : 2), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= LongestWindow
            ? (count, TimeSpan.FromSeconds(seconds))
            : (count, null);
    }
}
