namespace PipelineKit.Evidence;

/// <summary>What becomes of each finding.</summary>
internal sealed class FindingJudge
{
    private readonly JudgeContext _context;
    private readonly RuleJudge _rules;
    private readonly VexJudge _vex;
    private readonly ExceptionJudge _exceptions;
    private readonly BaselineJudge? _baseline;

    private FindingJudge(JudgeContext context, LicenseJudge licenses, AliasIndex aliases, BaselineJudge? baseline)
    {
        _context = context;
        _rules = new RuleJudge(context, licenses);
        _vex = new VexJudge(context, aliases);
        _exceptions = new ExceptionJudge(context, aliases);
        _baseline = baseline;
    }

    /// <summary>All findings, gravest action first.</summary>
    internal static IReadOnlyList<JudgedFinding> Judge(JudgeContext context, out GateComparison? comparison)
    {
        var licenses = new LicenseJudge(context.Policy.Licenses, context.Purls);
        var said = FindingSources.Of(context, licenses);
        var before = BaselineJudge.Findings(context);
        var aliases = AliasIndex.Of(before.Count == 0 ? said : [.. said, .. before]);
        var united = Unite(context, said, aliases);
        var baseline = BaselineJudge.Of(context, before.Count == 0 ? [] : Unite(context, before, aliases));

        var judge = new FindingJudge(context, licenses, aliases, baseline);
        var judged = Array.ConvertAll(united, judge.Judge);

        VexRemarks.Add(context, judge._vex);
        ExceptionRemarks.Add(context, judge._exceptions);
        comparison = baseline?.Result();
        return Ordered(judged);
    }

    private static JudgedFinding[] Ordered(JudgedFinding[] judged)
    {
        var ordered = new JudgedFinding[judged.Length];
        var count = 0;
        for (var action = GateAction.Block; action >= GateAction.Allow; action--)
        {
            foreach (var finding in judged)
            {
                if (finding.Action == action)
                {
                    ordered[count++] = finding;
                }
            }
        }

        return ordered;
    }

    private static UnitedFinding[] Unite(JudgeContext context, List<SourcedFinding> findings, AliasIndex aliases) =>
        FindingUnion.Of(findings, context.Policy.Severity, context.Case.Epss, context.Case.Kev, aliases);

    private JudgedFinding Judge(UnitedFinding finding)
    {
        var outcome = _rules.Of(finding);
        var vex = _vex.Of(finding);
        var exception = _exceptions.Of(finding);
        var isKnown = _baseline?.Has(finding, outcome.Action);
        var excused = outcome.Action == GateAction.Allow && outcome.Later is null ? "" : Excuse(finding, vex, exception, isKnown == true);
        Rely(outcome, vex, exception, excused);
        return new JudgedFinding
        {
            Finding = finding,
            Action = excused.Length > 0 ? GateAction.Allow : outcome.Action,
            Rules = outcome.Rules,
            Exception = exception?.Exception,
            Vex = vex?.Statement,
            Excused = outcome.Action == GateAction.Allow ? "" : excused,
            BaselineState = isKnown switch
            {
                true => "unchanged",
                false => "new",
                _ => "",
            },
        };
    }

    private string Excuse(UnitedFinding finding, VexVerdict? vex, ExceptionEntry? exception, bool isKnown)
    {
        if (vex is { Excuses: true })
        {
            return "vex";
        }

        if (exception is not null)
        {
            return "exception";
        }

        if (finding.Suppression is not null && _context.Policy.Evidence.SuppressionsAllowed)
        {
            return "scanner";
        }

        return isKnown && _context.Policy.Compare == CompareMode.NoWorse && finding.Exploited is null && finding.Kind != FindingKind.Malware ? "baseline" : "";
    }

    private void Rely(RuleOutcome outcome, VexVerdict? vex, ExceptionEntry? exception, string excused)
    {
        switch (excused)
        {
            case "vex":
                _context.RelyUntil(vex!.Until);
                break;
            case "exception":
                exception!.Relied++;
                _context.RelyUntil(exception.Exception.Expires);
                break;
            case "":
                _context.RelyUntil(outcome.Later);
                break;
            default:
                break;
        }
    }
}
