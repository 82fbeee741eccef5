using System.Globalization;
using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Demo;

/// <summary>What the pods of the sample service counted in the last half hour, as OpenMetrics text: two with the image before, one with the next. Made from a fixed seed, with the times of now.</summary>
internal static class SampleTraffic
{
    /// <summary>Both images fail one request in a hundred.</summary>
    internal const string Busy = "metrics/busy.txt";

    /// <summary>For a minute the next image fails one request in five, and there is little traffic.</summary>
    internal const string Failing = "metrics/failing.txt";

    private const int Every = 15;
    private const int Samples = 120;
    private const int Ahead = 8;
    private const int BadSteps = 4;
    private const int Errors = 100;

    private const string Section = "canary-verify:\n";

    /// <summary>Writes both files, and names the next image in the configuration.</summary>
    internal static async Task WriteAsync(string folder, Digest before, Digest next, DateTimeOffset now, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, "metrics"));
        await File.WriteAllTextAsync(Path.Combine(folder, Busy), Text(before, next, now, requests: 400, worse: 1), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, Failing), Text(before, next, now, requests: 8, worse: 20), cancellation);
        var settings = Path.Combine(folder, "pipelinekit.yaml");
        var text = await File.ReadAllTextAsync(settings, cancellation);
        await File.WriteAllTextAsync(settings, text.Replace(Section, $"{Section}  canary: {next}\n", StringComparison.Ordinal), cancellation);
    }

    private static string Text(Digest before, Digest next, DateTimeOffset now, int requests, int worse)
    {
        var text = new StringBuilder("# TYPE http_requests counter\n# HELP http_requests Requests by status code.\n");
        var newest = (now.ToUnixTimeSeconds() / Every * Every) + (Ahead * Every);
        var seed = 1u;
        foreach (var (pod, digest) in ((string, Digest)[])[("shop-1", before), ("shop-2", before), ("shop-3", next)])
        {
            var (good, bad) = (new StringBuilder(), new StringBuilder());
            var (total, failed, due) = (0d, 0d, 0d);
            for (var i = Samples; i >= 0; i--)
            {
                var at = newest - (i * Every);
                Add(good, pod, digest, "200", total - failed, at);
                Add(bad, pod, digest, "500", failed, at);

                // A little more or less than before; what fails is a part of it, whole requests at a time.
                seed = (seed * 1664525) + 1013904223;
                var more = requests * Every / 2 * (90 + ((int)(seed >> 16) % 21)) / 100;
                due += (double)more * (digest == next && i <= Ahead + BadSteps ? worse : 1) / Errors;
                (total, failed) = (total + more, Math.Floor(due));
            }

            text.Append(good).Append(bad);
        }

        return text.Append("# EOF\n").ToString();
    }

    private static void Add(StringBuilder text, string pod, Digest digest, string code, double value, long at) =>
        text.Append(CultureInfo.InvariantCulture, $"http_requests_total{{service=\"shop\",pod=\"{pod}\",digest=\"{digest}\",code=\"{code}\"}} {value:0} {at}\n");
}
