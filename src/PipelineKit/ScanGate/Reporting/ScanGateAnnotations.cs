using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;

namespace PipelineKit.ScanGate;

/// <summary>Remarks beside the files the decision was made from. Of many findings only the number is told: the table and the decision have all.</summary>
internal static class ScanGateAnnotations
{
    private const int MostFindings = 10;
    private const int MostReasons = 50;

    /// <summary>Codes of reasons that sum up findings, which are told one by one.</summary>
    internal static bool IsAboutFindings(GateReason reason) => reason.Code is GateReasons.Vulnerability or GateReasons.Secret or GateReasons.Misconfiguration;

    /// <summary>Whether every finding that blocks has a remark of its own.</summary>
    internal static bool HasEvery(ScanGateResult result) => result.Blocking.Count <= MostFindings;

    /// <summary>Whether every reason has a remark.</summary>
    internal static bool HasEveryReason(ScanGateResult result) => Reasons(result).Count() <= MostReasons;

    internal static IReadOnlyList<Annotation> Of(ScanGateResult result)
    {
        var blocking = result.Blocking;
        IEnumerable<Annotation> findings = blocking.Count <= MostFindings
            ? blocking.Select(b => Of(b, result))
            : [new Annotation(AnnotationLevel.Error, GateReasons.Vulnerability, $"{ScanGateText.Count(blocking.Count, "finding")} block the image: {ScanGateText.Breakdown(blocking)}.\nThe table and the decision have all of them.", SourcePlace.OfInput(Place(result)))];
        return [.. findings, .. Reasons(result).Take(MostReasons).Select(r => Of(r, result))];
    }

    /// <summary>The reasons that are told beside the findings.</summary>
    internal static IEnumerable<GateReason> Reasons(ScanGateResult result) => result.Decision.Reasons.Where(r => r.Action != GateAction.Allow && !IsAboutFindings(r));

    /// <summary>What to do about a reason; where an input is the remedy, it is named.</summary>
    internal static string RemedyOf(GateReason reason, ScanGateResult result) =>
        reason.Code == GateReasons.EvidenceUnbound && result.Options.Image.Length == 0
            ? "Name the image with `image`; or set `allow-unbound: true` (in a policy `evidence: { bound: false }`) where it is known what the report is about."
            : reason.Remedy;

    private static Annotation Of(JudgedFinding judged, ScanGateResult result)
    {
        var finding = judged.Finding;
        var versions = ScanGateText.Versions(finding);
        var what = $"{finding.Id} in `{ScanGateText.Where(finding)}`{(versions.Length > 0 ? $" {versions}" : "")}: {ScanGateText.Severities(finding)}; {ScanGateText.Why(judged)}";
        return new Annotation(AnnotationLevel.Error, ScanGateText.Word(finding.Kind), $"{what}\n{Remedy(finding)}", FileOf(finding, result));
    }

    private static string Remedy(UnitedFinding finding) =>
        finding switch
        {
            { Kind: FindingKind.Secret } => "Take the secret out of the image and out of use: it may be known already.",
            { Kind: FindingKind.Malware } => "Take the package out, and treat what was built with it as compromised.",
            { Kind: FindingKind.Misconfiguration } => finding.Title.Length > 0 ? finding.Title : "Correct the setting.",
            { FixedVersions.Count: > 0 } => $"Update to {string.Join(" or ", finding.FixedVersions)}, or write an exception with owner, reason and expiry.",
            _ => "There is no fix: take the package out, or write an exception with owner, reason and expiry.",
        };

    private static Annotation Of(GateReason reason, ScanGateResult result) =>
        new(
            reason.Action == GateAction.Warn ? AnnotationLevel.Warning : AnnotationLevel.Error,
            reason.Code,
            RemedyOf(reason, result) is { Length: > 0 } remedy ? $"{Message(reason)}\n{remedy}" : Message(reason),
            reason.File is { } file ? new SourcePlace(file, reason.Line) : SourcePlace.OfInput(Place(result)));

    // A message that begins with its file need not say it again: the place does.
    private static string Message(GateReason reason) =>
        reason.File is { } file && reason.Message.StartsWith(file + ": ", StringComparison.Ordinal) ? reason.Message[(file.Length + 2)..] : reason.Message;

    // The report it stands in; evidence made by this run is no file of the user's.
    private static SourcePlace FileOf(UnitedFinding finding, ScanGateResult result) =>
        finding.Occurrences.FirstOrDefault(o => result.Case.Evidence.Any(e => e.Name == o.Document && e.Trust == EvidenceTrust.Given)) is { } given
            ? new SourcePlace(given.Document)
            : SourcePlace.OfInput(Place(result));

    private static string Place(ScanGateResult result) => (result.Options.Image.Length > 0 ? ScanGateAction.Image : (Actions.Input)ScanGateAction.Reports).Name;
}
