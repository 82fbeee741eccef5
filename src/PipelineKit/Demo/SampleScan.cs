using System.Globalization;
using PipelineKit.Oci;

namespace PipelineKit.Demo;

/// <summary>What a scanner found in the sample image, and the exception somebody writes for it.</summary>
internal static class SampleScan
{
    /// <summary>The exceptions.</summary>
    internal const string Exceptions = "exceptions.yaml";

    private const string Template = "scan/grype.json";

    private static readonly string[] Architectures = ["amd64", "arm64"];

    /// <summary>Writes a report for each platform, as Grype would now.</summary>
    internal static async Task WriteAsync(string folder, IReadOnlyDictionary<string, Digest> digests, DateTimeOffset now, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.Combine(folder, "scan"));
        foreach (var architecture in Architectures)
        {
            var report = SampleRepository.Read(Template)
                .Replace("{image}", $"ghcr.io/example/shop@{digests[SampleRepository.Shop]}", StringComparison.Ordinal)
                .Replace("{manifest}", digests[$"{SampleRepository.Shop} linux/{architecture}"].Text, StringComparison.Ordinal)
                .Replace("{architecture}", architecture, StringComparison.Ordinal)
                .Replace("{now}", Format(now, "yyyy-MM-dd'T'HH:mm:ss'Z'"), StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, $"scan/grype.{architecture}.json"), report, cancellation);
        }
    }

    /// <summary>Adds an exception that ends in a month.</summary>
    internal static Task ExceptAsync(string folder, DateTimeOffset now, CancellationToken cancellation) =>
        File.WriteAllTextAsync(
            Path.Combine(folder, Exceptions),
            $"""
            apiVersion: pipelinekit/v1
            kind: GateExceptions
            exceptions:
            - id: CVE-2026-21441
              owner: shop@example.com
              reason: the shop never unpacks what it is sent; the new base image comes with 1.4.3
              created: {Format(now, "yyyy-MM-dd")}
              expires: {Format(now.AddDays(30), "yyyy-MM-dd")}
              packages: ["pkg:apk/alpine/zlib"]

            """,
            cancellation);

    private static string Format(DateTimeOffset time, string form) => time.UtcDateTime.ToString(form, CultureInfo.InvariantCulture);
}
