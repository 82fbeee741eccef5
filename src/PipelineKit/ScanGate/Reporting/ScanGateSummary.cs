using PipelineKit.Ci;
using PipelineKit.Evidence;

namespace PipelineKit.ScanGate;

/// <summary>What a person reads after scan-gate: what blocks, what is excused and until when, what the evidence lacks, and what it was.</summary>
internal static class ScanGateSummary
{
    private const int ShortDigest = 7 + 12;
    private const int ShortTime = 16;
    private const int MostRows = 100;
    private const int MostOthers = 10;

    internal static Summary Of(ScanGateResult result)
    {
        var blocks = new List<SummaryBlock> { new Paragraph(Subject(result)) };
        Add(blocks, "What blocks", ["Finding", "Package", "Installed → fix", "Severity", "Why"], result.Blocking, BlockingRow, ScanGateAnnotations.HasEvery(result));
        Add(blocks, "What the evidence lacks, and what else to do", ["", "Reason", "What", "Do"], ScanGateAnnotations.Reasons(result), r => ReasonRow(r, result), ScanGateAnnotations.HasEveryReason(result));
        Add(blocks, "Excused", ["Finding", "Package", "Severity", "By", "Until", "Where"], result.Excused, ExcusedRow, inLog: false);
        Add(blocks, "Warnings", ["Finding", "Package", "Installed → fix", "Severity", "Why"], result.Decision.Findings.Where(f => f.Action == GateAction.Warn && f.Excused.Length == 0), BlockingRow, inLog: false);
        AddOthers(blocks, result);
        if (result.Decision.Comparison is { } comparison)
        {
            blocks.Add(new Paragraph(Comparison(comparison)));
        }

        Add(blocks, "Evidence", ["Platform", "Document", "Scanner", "Scanned", "Data of", "Covers"], EvidenceRows(result), r => r, inLog: false);
        Add(blocks, "In the layers, and not readable", ["What"], result.Unread, u => [u], inLog: false);
        return new Summary("scan-gate", blocks);
    }

    private static string Subject(ScanGateResult result)
    {
        var subject = result.Case.Subject;
        var what = subject.Digest is { } digest ? $"{subject.Name}@{digest.Text[..ShortDigest]}…" : "Reports without an image";
        var where = result.Case.Environment.Length > 0 ? $" for {result.Case.Environment}" : "";
        var until = result.Decision.ValidUntil is { } end ? $"\nThe decision holds until {ScanGateText.Time(end)}." : "";
        return $"{what}{where}, by the policy {result.Case.Policy.Name}:\n{ScanGateText.Count(result.Decision.Findings.Count, "finding")} of {ScanGateText.Count(result.Case.Evidence.Count, "document")}{Severities(result)}.{until}";
    }

    private static string Severities(ScanGateResult result) =>
        result.Decision.Findings.Count == 0 ? ""
        : $" ({ScanGateText.Breakdown(result.Decision.Findings)})";

    // What no rule applies to is good to know, and no more: the gravest few.
    private static void AddOthers(List<SummaryBlock> blocks, ScanGateResult result)
    {
        var (count, bySeverity) = (0, new List<JudgedFinding>[(int)Severity.Critical + 1]);
        foreach (var finding in result.Decision.Findings)
        {
            if (finding.Action == GateAction.Allow && finding.Excused.Length == 0)
            {
                count++;
                var list = bySeverity[(int)finding.Finding.Severity] ??= [];
                if (list.Count < MostOthers)
                {
                    list.Add(finding);
                }
            }
        }

        if (count > 0)
        {
            Array.Reverse(bySeverity);
            var gravest = bySeverity.SelectMany(list => list ?? []).Take(MostOthers);
            var caption = count > MostOthers ? $"Found besides, the gravest {MostOthers} of {ScanGateText.Number(count)}" : "Found besides";
            blocks.Add(new Table(caption, ["Finding", "Package", "Installed → fix", "Severity"], [.. gravest.Select(f => (IReadOnlyList<Cell>)[.. BlockingRow(f).Take(4)])]));
        }
    }

    // Of thousands the first are shown; rows are made of those alone.
    private static void Add<T>(List<SummaryBlock> blocks, string caption, IReadOnlyList<string> headers, IEnumerable<T> items, Func<T, IReadOnlyList<Cell>> row, bool inLog)
    {
        var all = items.ToList();
        if (all.Count > MostRows)
        {
            blocks.Add(new Table($"{caption} (the first {MostRows} of {ScanGateText.Number(all.Count)}; the decision has all)", headers, [.. all.Take(MostRows).Select(row)]));
        }
        else if (all.Count > 0)
        {
            blocks.Add(new Table(caption, headers, [.. all.Select(row)]) { RepeatsTheLog = inLog });
        }
    }

    private static IReadOnlyList<Cell> BlockingRow(JudgedFinding judged) =>
    [
        new Cell(judged.Finding.Id, Code: true), ScanGateText.Where(judged.Finding), ScanGateText.Versions(judged.Finding), ScanGateText.Severities(judged.Finding), ScanGateText.Why(judged),
    ];

    private static IReadOnlyList<Cell> ReasonRow(GateReason reason, ScanGateResult result) =>
        [ScanGateText.Word(reason.Action), new Cell(reason.Code, Code: true), reason.Message, ScanGateAnnotations.RemedyOf(reason, result)];

    private static IReadOnlyList<Cell> ExcusedRow(JudgedFinding judged) =>
    [
        new Cell(judged.Finding.Id, Code: true), ScanGateText.Where(judged.Finding), ScanGateText.Word(judged.Finding.Severity), ScanGateText.ExcusedBy(judged),
        judged.Excused == "exception" && judged.Exception?.Expires is { } end ? ScanGateText.Time(end) : "",
        judged.Excused == "exception" && judged.Exception is { } exception ? new Cell(exception.Line > 0 ? $"{exception.File}:{ScanGateText.Number(exception.Line)}" : exception.File, Code: true) : "",
    ];

    private static IEnumerable<IReadOnlyList<Cell>> EvidenceRows(ScanGateResult result)
    {
        var platforms = result.Decision.Platforms;
        foreach (var platform in platforms.Where(p => p.Platform.Length > 0 || p.Documents.Count > 0))
        {
            foreach (var row in platform.Documents.Count == 0 ? [[platform.Platform, "none", "", "", "", ""]] : platform.Documents.Select(name => EvidenceRow(platform.Platform, name, result.Case)))
            {
                yield return row;
            }
        }

        // What counts for no platform is shown all the same: why it does not is among the reasons.
        var counted = platforms.SelectMany(p => p.Documents).ToHashSet(StringComparer.Ordinal);
        foreach (var item in result.Case.Evidence.Where(e => !counted.Contains(e.Name)).OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            yield return EvidenceRow("", item.Name, result.Case);
        }
    }

    private static IReadOnlyList<Cell> EvidenceRow(string platform, string name, GateCase judged)
    {
        var document = judged.Evidence.FirstOrDefault(e => e.Name == name)?.Document;
        return
        [
            platform,
            new Cell(name, Code: true) { Brief = name[(name.LastIndexOf('/') + 1)..] },
            document?.Report is { } report ? $"{report.Scanner.Name} {report.Scanner.Version}".TrimEnd() : "",
            Time(document?.Report?.ScannedAt),
            Time(document?.Report?.Scanner.DatabaseBuilt),
            document is null ? "" : document.Report is not null ? Covers(document.Report.Coverage) : document.Bom is { } bom ? ScanGateText.Count(bom.Components.Count, "component") : ScanGateText.Count(document.Vex.Count, "statement"),
        ];
    }

    private static Cell Time(DateTimeOffset? time) => time is { } moment ? new Cell(ScanGateText.Time(moment)) { Brief = ScanGateText.Time(moment)[..ShortTime].Replace('T', ' ') } : "";

    private static string Covers(IReadOnlyList<CoveredPart> parts) =>
        string.Join(", ", parts.GroupBy(p => p.Ecosystem, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => g.Any(p => p.Packages is null) ? g.Key : $"{ScanGateText.Number(g.Sum(p => p.Packages!.Value))} {g.Key}"));

    private static string Comparison(GateComparison comparison) =>
        $"Compared with {comparison.Name}: {ScanGateText.Number(comparison.Added)} new, {ScanGateText.Number(comparison.Removed)} gone, {ScanGateText.Number(comparison.Unchanged)} in both."
        + (comparison.IsLessRisky ? " It lowers the risk: what was there before does not hold it up." : "");
}
