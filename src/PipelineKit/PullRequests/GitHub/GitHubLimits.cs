using System.Globalization;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// GitHub's limits. There is a number of requests an hour (<c>x-ratelimit-*</c>), and there are secondary limits on how fast things are made, of which
/// it tells only when they are hit.
/// </summary>
internal static class GitHubLimits
{
    private static readonly TimeSpan SecondaryWait = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait before asking again; null when it is not a limit that was hit.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="answer">What is in it.</param>
    /// <param name="now">The time.</param>
    /// <param name="hits">How often a limit was hit for this request before.</param>
    internal static TimeSpan? WaitOf(HttpResponseMessage response, HostAnswer answer, DateTimeOffset now, int hits)
    {
        var isGraphQl = answer.Status == 200 && Array.Exists(answer.Json.Items("errors"), e => e.Text("type") == "RATE_LIMITED");
        if (answer.Status is not (403 or 429) && !isGraphQl)
        {
            return null;
        }

        if (RetryWait.Asked(Header(response, "retry-after"), now) is { } asked)
        {
            return asked;
        }

        if (Header(response, "x-ratelimit-remaining") == "0"
            && long.TryParse(Header(response, "x-ratelimit-reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)
            && reset < now.AddDays(1).ToUnixTimeSeconds())
        {
            // Their clock and ours differ by a little.
            var until = DateTimeOffset.FromUnixTimeSeconds(reset) - now;
            return (until > TimeSpan.Zero ? until : TimeSpan.Zero) + TimeSpan.FromSeconds(2);
        }

        return isGraphQl || answer.Status == 429 || answer.Says("rate limit") || answer.Says("abuse detection") ? SecondaryWait * Math.Pow(2, hits) : null;
    }

    internal static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
}
