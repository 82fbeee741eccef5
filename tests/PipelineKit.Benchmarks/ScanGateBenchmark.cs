using System.Diagnostics;
using System.Globalization;
using PipelineKit.Evidence;
using PipelineKit.Policy;

namespace PipelineKit.Benchmarks;

/// <summary>The measurement of scan-gate: a report of 220 MB, read in this process; judged by the published program, beside jq that only counts in it.</summary>
internal sealed class ScanGateBenchmark(int rounds, ResultTable table)
{
    /// <summary>What a gate made by hand does with jq.</summary>
    private const string Count = """[.Results[]?.Vulnerabilities[]? | select(.Severity == "HIGH" or .Severity == "CRITICAL")] | length""";

    /// <summary>Reads the report in this process, judges it and writes the decision to nowhere, again and again.</summary>
    public static void Read(string report, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var bytes = new FileInfo(report).Length;
            var document = Measure("read", () => ReadOnce(report), d => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB, {d.Report!.Findings.Count} findings"));
            var judged = new GateCase
            {
                Subject = new GateSubject("", Digest: null, []),
                Policy = new GatePolicyInputs { AllowUnbound = true }.ToPolicy(),
                Evidence = [new EvidenceItem("report.json", document.Digest, document, Failure: null)],
                At = document.Report!.ScannedAt!.Value,
            };
            var decision = Measure("judge", () => GateJudge.Decide(judged), d => string.Create(CultureInfo.InvariantCulture, $"{d.Findings.Count} united"));
            Measure("write", () => WriteOnce(judged, decision), length => string.Create(CultureInfo.InvariantCulture, $"{length / 1e6:0.0} MB"));
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

    private static EvidenceDocument ReadOnce(string report)
    {
        using var file = new FileStream(report, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return EvidenceReader.Read(file, "report.json", EvidenceLimits.Default, CancellationToken.None);
    }

    private static long WriteOnce(GateCase judged, GateDecision decision)
    {
        using var target = new CountingStream();
        DecisionJson.Write(target, judged, decision);
        return target.Length;
    }

    private static T Measure<T>(string what, Func<T> action, Func<T, string> size)
    {
        var (began, before, collections) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread(), GC.CollectionCount(0));
        var result = action();
        var wall = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {wall.TotalSeconds:0.000} s, {size(result)}, {(GC.GetAllocatedBytesForCurrentThread() - before) / 1e6:0.0} MB allocated, {GC.CollectionCount(0) - collections} collections, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
        return result;
    }

    private static double Ratio(List<Sample> ours, List<Sample> theirs, Func<Sample, double> measure) => Median(theirs, measure) / Median(ours, measure);

    private static double Median(List<Sample> samples, Func<Sample, double> measure) => samples.Select(measure).Order().ElementAt(samples.Count / 2);
}
