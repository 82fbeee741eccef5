using System.Globalization;
using System.Security.Cryptography;

namespace PipelineKit.Oci;

/// <summary>How long to wait before a request is repeated.</summary>
public static class RetryWait
{
    /// <summary>The longest wait that nobody asked for.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Nonsense = TimeSpan.FromDays(1);

    /// <summary>1 s, 2 s, 4 s ... up to <see cref="Cap"/>, plus up to a quarter so that many runs do not come back at once.</summary>
    /// <param name="failures">How many tries have failed, from 1.</param>
    public static TimeSpan Backoff(int failures) => Jittered(TimeSpan.FromSeconds(Math.Min(Cap.TotalSeconds, Math.Pow(2, Math.Clamp(failures, 1, 30) - 1))), 0.25);

    /// <summary>
    /// What a Retry-After header (RFC 9110, section 10.2.3) asks for: seconds, or until a date; a little more, because servers round down.
    /// Null when it is missing, zero, past, not one of the two forms, or more than a day.
    /// </summary>
    public static TimeSpan? Asked(string? retryAfter, DateTimeOffset now)
    {
        TimeSpan? wait = null;
        if (ulong.TryParse(retryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            wait = TimeSpan.FromSeconds(Math.Min(seconds, Nonsense.TotalSeconds + 1));
        }
        else if (DateTimeOffset.TryParseExact(retryAfter, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until))
        {
            wait = until - now;
        }

        return wait > TimeSpan.Zero && wait <= Nonsense ? Jittered(wait.Value, Math.Min(0.05, 1 / wait.Value.TotalSeconds)) : null;
    }

    private static TimeSpan Jittered(TimeSpan wait, double share) => wait + (wait * (share * (0.5 + (RandomNumberGenerator.GetInt32(0, 501) / 1000.0))));
}
