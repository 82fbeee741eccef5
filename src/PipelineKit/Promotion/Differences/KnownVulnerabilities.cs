using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>The vulnerabilities that a scan found in an image.</summary>
/// <param name="Found">The worst severity of each, by identifier: the CVE, where the scanner knows it.</param>
/// <param name="At">When it was scanned; null when not said.</param>
internal sealed record KnownVulnerabilities(IReadOnlyDictionary<string, Severity> Found, DateTimeOffset? At)
{
    private static readonly string[] Words = ["unknown", "negligible", "low", "medium", "high", "critical"];

    /// <summary>Whether a statement is the result of a scan.</summary>
    internal static bool IsScan(InTotoStatement statement) => statement.PredicateType is PredicateTypes.CosignVulnerabilities or PredicateTypes.Vulnerabilities;

    /// <summary>From the statement of a scan.</summary>
    /// <exception cref="EvidenceException">The report in it is none that can be read.</exception>
    internal static KnownVulnerabilities Of(InTotoStatement scan, CancellationToken cancellation)
    {
        var at = JsonPointer.Find(scan.Predicate, "/metadata/scanFinishedOn") is { ValueKind: JsonValueKind.String } text
            && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : (DateTimeOffset?)null;
        var result = JsonPointer.Find(scan.Predicate, "/scanner/result") ?? throw Damaged("it has no `scanner.result`");
        if (scan.PredicateType == PredicateTypes.CosignVulnerabilities)
        {
            using var report = new MemoryStream(JsonMarshal.GetRawUtf8Value(result).ToArray(), writable: false);
            var read = EvidenceReader.Read(report, "the attested scan", EvidenceLimits.Default, cancellation).Report ?? throw Damaged("what is attested is not the report of a scan");
            return Of(read) with { At = at ?? read.ScannedAt };
        }

        var found = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var item in result.ValueKind == JsonValueKind.Array ? result.EnumerateArray() : throw Damaged("`scanner.result` is not a list"))
        {
            if (JsonPointer.Find(item, "/id") is not { ValueKind: JsonValueKind.String } id)
            {
                throw Damaged("a vulnerability has no `id`");
            }

            Add(found, id.GetString()!, SeverityOf(item));
        }

        return new KnownVulnerabilities(found, at);
    }

    /// <summary>From the report of a scanner; what it does not count is not counted.</summary>
    internal static KnownVulnerabilities Of(ScanReport report)
    {
        var found = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var finding in report.Findings.Where(f => f.Kind is FindingKind.Vulnerability or FindingKind.Malware && f.Suppression is null))
        {
            var id = IsCve(finding.Id) ? finding.Id : finding.Aliases.Where(IsCve).Order(StringComparer.Ordinal).FirstOrDefault() ?? finding.Id;
            Add(found, id, finding.Severity);
        }

        return new KnownVulnerabilities(found, report.ScannedAt);
    }

    /// <summary>What is new and gone, worst first.</summary>
    internal static IReadOnlyList<VulnerabilityDifference> Difference(KnownVulnerabilities before, KnownVulnerabilities after)
    {
        var differences = new List<VulnerabilityDifference>();
        for (var severity = Words.Length - 1; severity >= 0; severity--)
        {
            var come = Only(after.Found, before.Found, (Severity)severity);
            var gone = Only(before.Found, after.Found, (Severity)severity);
            if (come.Length + gone.Length > 0)
            {
                differences.Add(new VulnerabilityDifference(Words[severity], come, gone));
            }
        }

        return differences;
    }

    private static string[] Only(IReadOnlyDictionary<string, Severity> here, IReadOnlyDictionary<string, Severity> there, Severity severity) =>
        [.. here.Where(f => f.Value == severity && !there.ContainsKey(f.Key)).Select(f => f.Key).Order(StringComparer.Ordinal)];

    private static void Add(Dictionary<string, Severity> found, string id, Severity severity) => found[id] = found.TryGetValue(id, out var known) && known > severity ? known : severity;

    // By word, or by a score of CVSS (version 3.1, section 5); the worst that anybody says.
    private static Severity SeverityOf(JsonElement item)
    {
        var worst = Severity.Unknown;
        foreach (var rating in JsonPointer.Find(item, "/severity") is { ValueKind: JsonValueKind.Array } ratings ? ratings.EnumerateArray() : [])
        {
            var text = JsonPointer.Find(rating, "/score") is { ValueKind: JsonValueKind.String } score ? score.GetString()! : "";
            var said = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? number switch { >= 9 => Severity.Critical, >= 7 => Severity.High, >= 4 => Severity.Medium, > 0 => Severity.Low, _ => Severity.Negligible }
                : SeverityWords.Parse(text);
            worst = said > worst ? said : worst;
        }

        return worst;
    }

    private static bool IsCve(string id) => id.StartsWith("CVE-", StringComparison.Ordinal);

    private static EvidenceException Damaged(string what) => new(EvidenceProblem.Damaged, "the attested scan", what);
}
