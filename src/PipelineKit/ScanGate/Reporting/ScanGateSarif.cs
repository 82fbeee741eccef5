using System.Globalization;
using System.IO.Compression;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Sarif;

namespace PipelineKit.ScanGate;

/// <summary>
/// The findings as SARIF, within what GitHub code scanning takes: at most 25,000 results (it shows the 5,000 gravest), 10 MB packed, 10 places each. A finding keeps its fingerprint over versions,
/// layers and lines; what is excused is suppressed, with who decided it; no secret is ever in it.
/// </summary>
internal static class ScanGateSarif
{
    private const int MostPlaces = 10;
    private const long MostPacked = 10_000_000;

    // What GitHub calls critical, high, medium and low by `security-severity`; for what has no score of its own.
    private static readonly string[] Scores = ["0.0", "0.0", "2.0", "5.5", "8.0", "9.5"];

    internal static byte[] Of(ScanGateResult result)
    {
        var findings = result.Decision.Findings
            .OrderByDescending(f => f.Action).ThenByDescending(f => f.Finding.Exploited is not null).ThenByDescending(f => f.Finding.Severity)
            .ThenBy(f => f.Finding.Key, StringComparer.Ordinal).ThenBy(f => f.Finding.Package.Version, StringComparer.Ordinal)
            .Take(SarifLog.MaximumResults).ToList();
        for (var kept = findings; ; kept = kept[..(kept.Count / 2)])
        {
            var log = Write(result, kept);
            if (kept.Count == 0 || Packed(log) <= MostPacked)
            {
                return log;
            }
        }
    }

    private static byte[] Write(ScanGateResult result, List<JudgedFinding> findings)
    {
        var reasons = result.Decision.Reasons.Where(r => r.Action >= GateAction.Warn && !ScanGateAnnotations.IsAboutFindings(r)).ToList();
        var image = result.Case.Subject.Name.Length > 0 ? result.Case.Subject.Name : "image";
        return SarifLog.Write(
            Product.Version,
            [
                .. GateReasons.All.Where(known => reasons.Exists(r => r.Code == known.Code)).Select(r => new SarifRule(r.Code, r.Meaning, r.Meaning)),
                .. findings.GroupBy(f => f.Finding.Id, StringComparer.Ordinal).Select(Rule),
            ],
            [.. findings.Select(f => Result(f, image)), .. reasons.Select(r => Result(r, image))]);
    }

    private static SarifRule Rule(IGrouping<string, JudgedFinding> group)
    {
        var gravest = group.MaxBy(f => f.Finding.Severity)!.Finding;
        var score = gravest.Opinions.Where(o => o.Severity == gravest.Severity).Max(o => o.Score);
        return new SarifRule(group.Key, gravest.Title.Length > 0 ? $"{group.Key}: {gravest.Title}" : group.Key, gravest.FixedVersions.Count > 0 ? $"Fixed in {string.Join(", ", gravest.FixedVersions)}." : "No fix is known.")
        {
            SecuritySeverity = score is { } number ? number.ToString("0.0", CultureInfo.InvariantCulture) : Scores[(int)gravest.Severity],
            Tags = ["security", ScanGateText.Word(gravest.Kind), ScanGateText.Word(gravest.Severity)],
            HelpUri = gravest.Url,
        };
    }

    private static SarifResult Result(JudgedFinding judged, string image)
    {
        var finding = judged.Finding;
        var places = finding.Occurrences.Select(o => o.Path.Length > 0 ? new SourcePlace(o.Path.TrimStart('/'), o.Line) : new SourcePlace(image)).Distinct().Take(MostPlaces).ToList();
        var place = places.Count > 0 ? places[0] : new SourcePlace(image);
        var versions = ScanGateText.Versions(finding);
        var why = ScanGateText.Why(judged);
        return new SarifResult(
            finding.Id,
            judged.Action >= GateAction.Review ? AnnotationLevel.Error : judged.Action == GateAction.Warn ? AnnotationLevel.Warning : AnnotationLevel.Notice,
            $"{finding.Id} in {ScanGateText.Where(finding)}{(versions.Length > 0 ? $" {versions}" : "")}: {ScanGateText.Severities(finding)}{(why.Length > 0 ? $"; {why}" : "")}.",
            place,
            $"{finding.Key}\n{(finding.Package.Name.Length == 0 || finding.Occurrences.Count == 0 ? place.File : finding.Occurrences[0].Path)}",
            Fix: null)
        {
            OtherPlaces = [.. places.Skip(1)],
            Suppressions = judged.Excused.Length > 0 ? [ScanGateText.ExcusedBy(judged)] : [],
            BaselineState = judged.BaselineState.Length > 0 ? judged.BaselineState : null,
        };
    }

    private static SarifResult Result(GateReason reason, string image) =>
        new(
            reason.Code,
            reason.Action == GateAction.Warn ? AnnotationLevel.Warning : AnnotationLevel.Error,
            reason.Remedy.Length > 0 ? $"{reason.Message} {reason.Remedy}" : reason.Message,
            new SourcePlace(reason.File ?? image, reason.Line),
            $"{reason.Code}\n{reason.Subject}\n{reason.File}",
            Fix: null);

    private static long Packed(byte[] log)
    {
        if (log.Length <= MostPacked)
        {
            return log.Length;
        }

        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(log);
        }

        return target.Length;
    }
}
