namespace PipelineKit.Evidence;

/// <summary>
/// Decides. First the evidence is judged: what cannot be read blocks, scans must prove that their findings are all there are (<see cref="GateReasons"/>), bills of materials must be there where the policy asks for them.
/// Then everything the documents say is united into findings, and each goes the same way: the rules that apply give the gravest action; then VEX of trusted authors, an exception, a suppression of the scanners (where the policy takes
/// it) and the comparison with what runs are asked in this order, and the first that holds excuses the finding. What is known to be exploited, and malware, is never excused by the comparison.
/// The verdict is a fail when any reason or finding blocks or needs a review. A finding never excuses another one, and nothing that is missing ever helps.
/// </summary>
public static class GateJudge
{
    /// <summary>The decision: a pass needs proof of everything the policy asks for.</summary>
    /// <param name="case">Everything it is made from; the order of its lists does not matter.</param>
    public static GateDecision Decide(GateCase @case)
    {
        var context = new JudgeContext(@case);
        EvidenceJudge.AddUnreadable(context);
        EvidenceJudge.AddEndOfLife(context);
        EvidenceJudge.AddFeeds(context);
        var platforms = ScanJudge.Judge(context);
        BomJudge.Judge(context);

        var findings = FindingJudge.Judge(context, out var comparison);
        FindingReasons.Add(context, findings);
        var reasons = context.Reasons.Ordered();
        var verdict = Blocks(reasons, findings) ? GateVerdict.Fail : GateVerdict.Pass;
        return new GateDecision
        {
            Verdict = verdict,
            Reasons = reasons,
            Findings = findings,
            Platforms = platforms,
            Comparison = comparison,
            ValidUntil = verdict == GateVerdict.Pass ? context.ValidUntil : null,
        };
    }

    private static bool Blocks(IReadOnlyList<GateReason> reasons, IReadOnlyList<JudgedFinding> findings) =>
        (reasons.Count > 0 && reasons[0].Action >= GateAction.Review) || (findings.Count > 0 && findings[0].Action >= GateAction.Review);
}
