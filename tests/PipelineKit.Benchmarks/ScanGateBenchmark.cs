using System.Diagnostics;
using System.Globalization;
using PipelineKit.Evidence;

namespace PipelineKit.Benchmarks;

/// <summary>The measurement of scan-gate: a report of 220 MB, read in this process; judged by the published program, beside jq that only counts in it.</summary>
internal sealed class ScanGateBenchmark(int rounds, ResultTable table)
{
    /// <summary>What a gate made by hand does with jq.</summary>
    private const string Count = """[.Results[]?.Vulnerabilities[]? | select(.Severity == "HIGH" or .Severity == "CRITICAL")] | length""";

    /// <summary>Reads the report in this process, again and again.</summary>
    public static void Read(string report, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var before = GC.GetTotalAllocatedBytes();
            using var file = new FileStream(report, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var document = EvidenceReader.Read(file, "report.json", EvidenceLimits.Default, CancellationToken.None);
            var wall = Stopwatch.GetElapsedTime(began);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"read: {wall.TotalSeconds:0.000} s, {file.Length / wall.TotalSeconds / 1e6:0} MB/s, {document.Report!.Findings.Count} findings, {(GC.GetTotalAllocatedBytes() - before) / 1e6:0.0} MB allocated, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
        }
    }

    /// <summary>Measures the published program and jq.</summary>
    public async Task RunAsync(string binary)
    {
        using var folder = new Folder();
        var report = Path.Combine(folder.Path, "report.json");
        BigReport.Write(report);
        Read(report, rounds);
        var ours = new List<Sample>();
        var theirs = new List<Sample>();
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await Stopwatches.RunAsync(folder.Path, [1], binary, "scan-gate", "--reports", "report.json", "--allow-unbound", "--quiet"));
        }

        for (var round = 0; round < Math.Min(rounds, 3); round++)
        {
            theirs.Add(await Stopwatches.RunAsync(folder.Path, [0], "jq", Count, "report.json"));
        }

        var (wall, peak) = (Ratio(ours, theirs, s => s.Wall.TotalSeconds), Ratio(ours, theirs, s => s.MaxResidentKilobytes));
        table.Add(string.Create(CultureInfo.InvariantCulture, $"scan-gate, a Trivy report of {new FileInfo(report).Length / 1e6:0} MB"), ours, TimeSpan.FromMilliseconds(600), "", wall >= 8 && peak >= 10, memoryLimit: 80);
        table.Add(string.Create(CultureInfo.InvariantCulture, $"(jq counting in it: {wall:0.0} times our time, {peak:0.0} times our memory)"), theirs, limit: null, "");
    }

    private static double Ratio(List<Sample> ours, List<Sample> theirs, Func<Sample, double> measure) => Median(theirs, measure) / Median(ours, measure);

    private static double Median(List<Sample> samples, Func<Sample, double> measure) => samples.Select(measure).Order().ElementAt(samples.Count / 2);
}
