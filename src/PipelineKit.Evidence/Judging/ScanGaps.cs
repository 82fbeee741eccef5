namespace PipelineKit.Evidence;

/// <summary>A hole in the proof a scan gives.</summary>
/// <param name="Code">One of <see cref="GateReasons"/>.</param>
/// <param name="Message">What is missing, without the name of the document.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record ScanGap(string Code, string Message, string Remedy);

/// <summary>Whether one scan proves that its findings are all there are; every gap has its own reason. A scan with a gap proves nothing, but what it found still counts.</summary>
internal static class ScanGaps
{
    // Tools whose SARIF is about vulnerabilities: of any other tool an empty list of results says nothing about them.
    private static readonly string[] VulnerabilityScanners = ["trivy", "grype", "osv-scanner", "scout", "snyk"];

    internal static List<ScanGap> Of(JudgeContext context, BoundDocument document, ScanReport report)
    {
        var gaps = new List<ScanGap>();
        var rules = context.Policy.Evidence;
        if (document.Unbound.Length > 0 && rules.Bound)
        {
            gaps.Add(new ScanGap(GateReasons.EvidenceUnbound, document.Unbound, "scan the image by its digest, and give the report of that scan"));
        }

        if (report.Scanner.Name.Length == 0)
        {
            gaps.Add(new ScanGap(GateReasons.EvidenceMissing, "it does not say which scanner made it", "give the report as the scanner wrote it"));
        }

        if (report.Succeeded == false)
        {
            gaps.Add(new ScanGap(GateReasons.EvidenceScanFailed, "the scanner says that it did not succeed", "look at the log of the scan, and scan again"));
        }

        if (!ShowsResults(document.Document.Format, report))
        {
            gaps.Add(new ScanGap(GateReasons.EvidencePartialCoverage, "nothing in it shows that packages were looked at", "let the scanner list all packages (trivy: --list-all-pkgs), and look for vulnerabilities"));
        }

        AddAge(gaps, context, report.ScannedAt, rules.ScanAge, "the scan", "scan again");
        AddAge(gaps, context, report.Scanner.DatabaseBuilt, rules.DatabaseAge, "its vulnerability data", "update the scanner's database and scan again; a report that cannot say how old its data is needs a scan by this program");
        if (report.Filters.LeftOut.Count > 0 && !rules.FiltersAllowed)
        {
            gaps.Add(new ScanGap(GateReasons.EvidenceFiltered, $"the scanner left findings out ({string.Join(", ", report.Filters.LeftOut.Order(StringComparer.Ordinal))})", "scan without filters; let the policy decide what counts"));
        }

        if (!report.Filters.IsSaid && rules.FiltersMustBeSaid)
        {
            gaps.Add(new ScanGap(GateReasons.EvidenceFiltered, "its format cannot say whether findings were left out", "let this program run the scanner, or use a format that says it (grype JSON)"));
        }

        return gaps;
    }

    /// <summary>Adds what is worth knowing although nothing forbids it.</summary>
    internal static void AddRemarks(JudgeContext context, BoundDocument document, ScanReport report)
    {
        var rules = context.Policy.Evidence;
        if (!report.Filters.IsSaid && !rules.FiltersMustBeSaid && !rules.FiltersAllowed)
        {
            Remark(context, document, GateReasons.EvidenceFiltered, "its format cannot say whether findings were left out", GateAction.Warn);
        }

        if (document.Unbound.Length > 0 && !rules.Bound && context.Case.Subject.Digest is not null)
        {
            Remark(context, document, GateReasons.EvidenceUnbound, document.Unbound, GateAction.Warn);
        }

        if ((rules.ScanAge is null && report.ScannedAt > context.At + JudgeContext.Skew) || (rules.DatabaseAge is null && report.Scanner.DatabaseBuilt > context.At + JudgeContext.Skew))
        {
            Remark(context, document, GateReasons.EvidenceStale, "it is from the future", GateAction.Warn);
        }
    }

    private static void Remark(JudgeContext context, BoundDocument document, string code, string message, GateAction action) =>
        context.Reasons.Add(new GateReason(code, action, $"{document.Name}: {message}", "", document.Name, document.Name));

    private static void AddAge(List<ScanGap> gaps, JudgeContext context, DateTimeOffset? time, TimeSpan? limit, string what, string remedy)
    {
        if (limit is not { } most)
        {
            return;
        }

        var problem = time is not { } then ? $"does not say when {what} is from"
            : then > context.At + JudgeContext.Skew ? $"{what} is from the future ({Texts.Time(then)})"
            : context.At - then > most ? $"{what} is from {Texts.Time(then)}, older than {Texts.Span(most)}"
            : null;
        if (problem is not null)
        {
            gaps.Add(new ScanGap(GateReasons.EvidenceStale, problem, remedy));
        }
    }

    private static bool ShowsResults(EvidenceFormat format, ScanReport report)
    {
        if (report.ResultsAbsent)
        {
            return false;
        }

        foreach (var part in report.Coverage)
        {
            if (part.Packages != 0 && Ecosystems.HasAdvisories(part.Ecosystem))
            {
                return true;
            }
        }

        foreach (var finding in report.Findings)
        {
            if (finding.Kind is FindingKind.Vulnerability or FindingKind.Malware)
            {
                return true;
            }
        }

        return format == EvidenceFormat.Grype
            || (report.Succeeded == true && format is EvidenceFormat.Snyk or EvidenceFormat.GitLab)
            || (report.Succeeded == true && format == EvidenceFormat.Sarif && VulnerabilityScanners.Any(s => report.Scanner.Name.Contains(s, StringComparison.OrdinalIgnoreCase)));
    }
}
