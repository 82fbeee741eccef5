using System.Globalization;
using System.Text;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>An hour of requests of two arms as OpenMetrics text, a scrape every 15 seconds.</summary>
internal static class OpenMetricsSample
{
    public const string End = "2024-05-01T01:00:00Z";

    private const long From = 1714521600;
    private const int Scrapes = 240;
    private const int Scrape = 15;
    private const int Requests = 900;

    /// <summary>The text.</summary>
    /// <param name="baseline">Errors of the baseline at each scrape.</param>
    /// <param name="canary">Errors of the canary.</param>
    public static string Of(int baseline, int canary)
    {
        var text = new StringBuilder("# TYPE http_requests counter\n");
        Arm(text, FakeMetrics.Before.Text, baseline);
        Arm(text, FakeMetrics.After.Text, canary);
        return text.Append("# EOF\n").ToString();
    }

    private static void Arm(StringBuilder text, string digest, int errors)
    {
        foreach (var (code, each) in new[] { ("200", Requests - errors), ("500", errors) })
        {
            for (var i = 0; i <= Scrapes; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"http_requests_total{{service=\"shop\",digest=\"{digest}\",pod=\"p-{digest[7]}\",code=\"{code}\"}} {(long)i * each} {From + (i * Scrape)}\n");
            }
        }
    }
}
