using System.Globalization;
using PipelineKit.Evidence;

namespace PipelineKit.ScanGate;

/// <summary>Words that several reports of scan-gate share.</summary>
internal static class ScanGateText
{
    private const int MostOpinions = 4;

    internal static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    internal static string Word(GateAction action) => action.ToString().ToLowerInvariant();

    internal static string Word(GateVerdict verdict) => verdict == GateVerdict.Pass ? "pass" : "fail";

    internal static string Word(FindingKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary><c>fixed</c>, <c>not-fixed</c>, <c>wont-fix</c> or <c>unknown</c>.</summary>
    internal static string Word(FixState fix) =>
        fix switch
        {
            FixState.Fixed => "fixed",
            FixState.NotFixed => "not-fixed",
            FixState.WontFix => "wont-fix",
            _ => "unknown",
        };

    /// <summary>The package, or the place for what has none.</summary>
    internal static string Where(UnitedFinding finding) =>
        finding.Package.Name.Length > 0 ? finding.Package.Name
        : finding.Occurrences.Count > 0 && finding.Occurrences[0].Path.Length > 0 ? finding.Occurrences[0].Path
        : finding.PackageKey;

    /// <summary>The installed version, and the one to go to.</summary>
    internal static string Versions(UnitedFinding finding)
    {
        var installed = finding.Package.Version;
        var fix = finding.Fix switch
        {
            _ when finding.FixedVersions.Count > 0 => string.Join(" or ", finding.FixedVersions),
            FixState.WontFix => "will not be fixed",
            FixState.NotFixed => "no fix yet",
            _ => "",
        };
        return installed.Length == 0 ? fix : fix.Length == 0 ? installed : $"{installed} → {fix}";
    }

    /// <summary>The severity, and who says otherwise.</summary>
    internal static string Severities(UnitedFinding finding)
    {
        var others = finding.Disagree
            ? finding.Opinions.Where(o => o.Severity != finding.Severity).Select(o => $"{o.Source}: {Word(o.Severity)}").Distinct(StringComparer.Ordinal).Take(MostOpinions).ToList()
            : [];
        return others.Count == 0 ? Word(finding.Severity) : $"{Word(finding.Severity)} ({string.Join(", ", others)})";
    }

    /// <summary>Why it counts: the rules, and what the world knows about it.</summary>
    internal static string Why(JudgedFinding judged)
    {
        var finding = judged.Finding;
        var parts = new List<string>();
        if (judged.Rules.Count > 0)
        {
            parts.Add((judged.Rules.Count == 1 ? "rule " : "rules ") + string.Join(", ", judged.Rules));
        }

        if (finding.Exploited is { } exploited)
        {
            parts.Add("exploited" + (exploited.Ransomware ? " by ransomware" : "") + (exploited.Due is { } due ? $", due {Day(due)}" : ""));
        }

        if (finding.Epss is { } epss)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"EPSS {epss:0.###}"));
        }

        if (judged.BaselineState == "new")
        {
            parts.Add("new");
        }

        return string.Join("; ", parts);
    }

    /// <summary>Who said that it does not count, and why.</summary>
    internal static string ExcusedBy(JudgedFinding judged) =>
        judged switch
        {
            { Excused: "exception", Exception: { } exception } => $"exception of {(exception.Owner.Length > 0 ? exception.Owner : "nobody named")}: {(exception.Reason.Length > 0 ? exception.Reason : "no reason given")}",
            { Excused: "vex", Vex: { } vex } => $"VEX of {vex.Author}: {VexStatus(vex.Status)}{(vex.Justification.Length > 0 ? $", {vex.Justification}" : vex.Statement.Length > 0 ? $", {vex.Statement}" : "")}",
            { Excused: "baseline" } => "in what runs already",
            { Excused: "scanner", Finding.Suppression: { } suppression } => $"by the scanner's own {suppression.By}{(suppression.Reason.Length > 0 ? $": {suppression.Reason}" : "")}",
            _ => judged.Excused,
        };

    /// <summary>How many there are of each severity, gravest first.</summary>
    internal static string Breakdown(IReadOnlyList<JudgedFinding> findings)
    {
        var counts = new int[(int)Severity.Critical + 1];
        for (var i = 0; i < findings.Count; i++)
        {
            counts[(int)findings[i].Finding.Severity]++;
        }

        var parts = new List<string>();
        for (var severity = Severity.Critical; severity >= Severity.Unknown; severity--)
        {
            if (counts[(int)severity] > 0)
            {
                parts.Add($"{Number(counts[(int)severity])} {Word(severity)}");
            }
        }

        return string.Join(", ", parts);
    }

    internal static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{Number(number)} {noun}s";

    internal static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string VexStatus(VexStatus status) =>
        status switch
        {
            Evidence.VexStatus.NotAffected => "not affected",
            Evidence.VexStatus.Fixed => "fixed",
            Evidence.VexStatus.Affected => "affected",
            _ => "under investigation",
        };
}
