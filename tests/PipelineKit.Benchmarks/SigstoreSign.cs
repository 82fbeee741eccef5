using System.Diagnostics;
using System.Globalization;
using System.Text;
using PipelineKit.Sigstore;
using PipelineKit.Testing;

namespace PipelineKit.Benchmarks;

/// <summary>Signs a hundred images keyless, with one certificate, into a log that takes two seconds to answer: the client waits for the log once, not a hundred times.</summary>
internal static class SigstoreSign
{
    private const int Images = 100;
    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    /// <summary>Prints a table; true when every limit holds.</summary>
    internal static async Task<bool> RunAsync(int rounds)
    {
        Console.WriteLine($"| what | median | range | limit (s) | holds |\n|---|---|---|---|---|");
        var holds = true;
        foreach (var version in (int[])[1, 2])
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < rounds; i++)
            {
                times.Add(await SignAsync(version));
            }

            times.Sort();
            var median = times[times.Count / 2];
            holds &= median <= Limit;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| sign {Images} statements, Rekor v{version} and timestamps, log latency {Latency.TotalSeconds:0} s | {median.TotalSeconds:0.00} s | {times[0].TotalSeconds:0.00} – {times[^1].TotalSeconds:0.00} s | {Limit.TotalSeconds:0} | {(median <= Limit ? "yes" : "**no**")} |"));
        }

        return holds;
    }

    private static async Task<TimeSpan> SignAsync(int logVersion)
    {
        using var services = new FakeSigstore(TimeProvider.System);
        services.Faults.LogLatency = Latency;
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var began = Stopwatch.GetTimestamp();
        using var signer = await BundleSigner.KeylessAsync(
            services.Identities.GitHub(), services.Services(logVersion, timestamps: true), services.TrustedRoot, http, TimeProvider.System, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Images).Select(i => signer.SignStatementAsync(Statement(i), CancellationToken.None)));
        return Stopwatch.GetElapsedTime(began);
    }

    private static byte[] Statement(int image) => Encoding.UTF8.GetBytes(
        $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"sha256":"{{{image:x64}}}"}}],"predicateType":"https://sigstore.dev/cosign/sign/v1","predicate":{}}""");
}
