namespace PipelineKit.Evidence;

/// <summary>
/// Whether the scans prove that the findings are all there are. Every platform needs as many different scanners without a gap as the policy asks for, and together they must have looked at everything the image has.
/// Where that holds, gaps of further scans are warnings; where it does not, they block.
/// </summary>
internal static class ScanJudge
{
    /// <summary>Adds the reasons, and gives the evidence of each platform.</summary>
    internal static IReadOnlyList<PlatformDecision> Judge(JudgeContext context)
    {
        var scans = Scans(context);
        var isRequired = context.Policy.Evidence.VulnerabilityScanRequired;
        if (scans.Count == 0 && isRequired)
        {
            context.Reasons.Add(new GateReason(GateReasons.EvidenceMissing, GateAction.Block, "there is no vulnerability scan among the evidence", "give the report of a scanner, or a vulnerability database to match the image's packages against"));
        }

        var decisions = new List<PlatformDecision>();
        var lacking = new HashSet<string>(StringComparer.Ordinal);
        foreach (var wanted in context.Wanted)
        {
            var proof = new PlatformProof(context, wanted, scans);
            decisions.Add(proof.Decision());
            if (scans.Count > 0 && isRequired && !proof.Holds())
            {
                lacking.Add(wanted.Name);
            }
        }

        AddGaps(context, scans, lacking);
        return decisions;
    }

    private static List<ScanEvidence> Scans(JudgeContext context)
    {
        var scans = new List<ScanEvidence>();
        foreach (var document in context.Documents)
        {
            if (document.Document.Report is { } report)
            {
                scans.Add(new ScanEvidence(document, report, ScanGaps.Of(context, document, report)));
                ScanGaps.AddRemarks(context, document, report);
            }
        }

        return scans;
    }

    private static void AddGaps(JudgeContext context, List<ScanEvidence> scans, HashSet<string> lacking)
    {
        foreach (var scan in scans)
        {
            var matters = lacking.Count > 0 && (scan.Document.Platforms.Count == 0 || scan.Document.Platforms.Any(lacking.Contains));
            foreach (var gap in scan.Gaps)
            {
                context.Reasons.Add(new GateReason(gap.Code, matters ? GateAction.Block : GateAction.Warn, $"{scan.Document.Name}: {gap.Message}", gap.Remedy, scan.Document.Name, scan.Document.Name));
            }
        }
    }
}

/// <summary>A scan and its gaps.</summary>
/// <param name="Document">The document.</param>
/// <param name="Report">What it says.</param>
/// <param name="Gaps">Why it proves nothing; empty when it does.</param>
internal sealed record ScanEvidence(BoundDocument Document, ScanReport Report, IReadOnlyList<ScanGap> Gaps);
