namespace PipelineKit.Evidence;

/// <summary>What the rules say about a finding before anything excuses it.</summary>
/// <param name="Action">The gravest action of the rules that apply.</param>
/// <param name="Rules">Their names, ordered.</param>
/// <param name="Later">The moment from which a further rule applies, just because time has passed; null for never.</param>
internal sealed record RuleOutcome(GateAction Action, IReadOnlyList<string> Rules, DateTimeOffset? Later)
{
    internal static RuleOutcome Nothing { get; } = new(GateAction.Allow, [], Later: null);
}

/// <summary>Holds findings of every kind to the policy: all rules that apply count, the gravest action wins.</summary>
internal sealed class RuleJudge
{
    private readonly JudgeContext _context;
    private readonly List<VulnerabilityTest> _tests = [];
    private readonly LicenseJudge _licenses;
    private readonly SortedDictionary<string, RuleOutcome> _shared = new(StringComparer.Ordinal);
    private string _lastNames = "";
    private RuleOutcome _last = RuleOutcome.Nothing;

    internal RuleJudge(JudgeContext context, LicenseJudge licenses)
    {
        (_context, _licenses) = (context, licenses);
        foreach (var rule in context.Policy.Vulnerabilities.OrderBy(r => r.Id, StringComparer.Ordinal))
        {
            _tests.Add(new VulnerabilityTest(rule, context));
        }
    }

    internal RuleOutcome Of(UnitedFinding finding) => finding.Kind switch
    {
        FindingKind.Vulnerability or FindingKind.Malware => OfVulnerability(finding),
        FindingKind.Secret => Shared(GateReasons.Secret, _context.Policy.Secrets),
        FindingKind.Misconfiguration => Shared(GateReasons.Misconfiguration, OfMisconfiguration(finding.Severity)),
        _ => _licenses.Judge(finding.Id, finding.Package, finding.PackageKey) is { Code.Length: > 0 } verdict ? Shared(verdict.Code, verdict.Action) : RuleOutcome.Nothing,
    };

    private RuleOutcome OfVulnerability(UnitedFinding finding)
    {
        var action = GateAction.Allow;
        var names = "";
        DateTimeOffset? later = null;
        foreach (var test in _tests)
        {
            if (test.Applies(finding, out var from))
            {
                action = test.Rule.Action > action ? test.Rule.Action : action;
                names = names.Length == 0 ? test.Rule.Id : $"{names}\n{test.Rule.Id}";
            }
            else if (test.Rule.Action >= GateAction.Review)
            {
                later = Choice.Earliest(later, from);
            }
        }

        return names.Length == 0 ? later is null ? RuleOutcome.Nothing : RuleOutcome.Nothing with { Later = later }
            : later is null ? Named(names, action)
            : Named(names, action) with { Later = later };
    }

    // A finding of unknown severity may be grave.
    private GateAction OfMisconfiguration(Severity severity) =>
        _context.Policy.Misconfigurations is not { } from ? GateAction.Allow
        : severity == Severity.Unknown ? GateAction.Review
        : severity >= from ? GateAction.Block
        : GateAction.Allow;

    private RuleOutcome Shared(string rule, GateAction action) => action == GateAction.Allow ? RuleOutcome.Nothing : Named(rule, action);

    // Few combinations of rules, many findings.
    private RuleOutcome Named(string names, GateAction action)
    {
        if (ReferenceEquals(names, _lastNames) && _last.Action == action)
        {
            return _last;
        }

        if (!_shared.TryGetValue(names, out var outcome) || outcome.Action != action)
        {
            outcome = new RuleOutcome(action, names.Split('\n'), Later: null);
            _shared[names] = outcome;
        }

        (_lastNames, _last) = (names, outcome);
        return outcome;
    }
}
