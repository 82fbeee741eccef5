namespace PipelineKit.Evidence;

/// <summary>The findings in a few sentences: one for each rule that something nobody excuses is up against.</summary>
internal static class FindingReasons
{
    internal static void Add(JudgeContext context, IReadOnlyList<JudgedFinding> findings)
    {
        var counts = new SortedDictionary<string, RuleTally>[(int)FindingKind.License + 1];
        for (var kind = 0; kind < counts.Length; kind++)
        {
            counts[kind] = new SortedDictionary<string, RuleTally>(StringComparer.Ordinal);
        }

        var misconfigurations = 0;
        foreach (var judged in findings)
        {
            misconfigurations += judged.Finding.Kind == FindingKind.Misconfiguration ? 1 : 0;
            for (var i = 0; judged.Action > GateAction.Allow && i < judged.Rules.Count; i++)
            {
                var rule = judged.Rules[i];
                if (!counts[(int)judged.Finding.Kind].TryGetValue(rule, out var tally))
                {
                    counts[(int)judged.Finding.Kind].Add(rule, tally = new RuleTally(judged.Finding.Kind, rule, ActionOf(context, judged, rule)));
                }

                tally.Count++;
            }
        }

        foreach (var tally in counts.SelectMany(c => c.Values))
        {
            var isVulnerability = tally.Kind is FindingKind.Vulnerability or FindingKind.Malware;
            var message = isVulnerability
                ? $"{Texts.Count(tally.Count, "finding", "findings")} by the rule `{tally.Rule}`"
                : tally.Kind switch
                {
                    FindingKind.Secret => $"{Texts.Count(tally.Count, "secret", "secrets")} in the image",
                    FindingKind.Misconfiguration => Texts.Count(tally.Count, "unsafe setting", "unsafe settings"),
                    _ => $"{Texts.Count(tally.Count, "licence", "licences")}: {Meaning(tally.Rule)}",
                };
            context.Reasons.Add(new GateReason(isVulnerability ? GateReasons.Vulnerability : tally.Rule, tally.Action, message, Remedy(tally.Kind), tally.Rule));
        }

        if (context.Policy.Misconfigurations is null && misconfigurations > 0)
        {
            context.Reasons.Add(new GateReason(GateReasons.Misconfiguration, GateAction.Allow, $"{Texts.Count(misconfigurations, "unsafe setting does", "unsafe settings do")} not count by the policy"));
        }
    }

    // Of several rules with one name the gravest.
    private static GateAction ActionOf(JudgeContext context, JudgedFinding judged, string rule)
    {
        if (judged.Finding.Kind is not (FindingKind.Vulnerability or FindingKind.Malware))
        {
            return judged.Action;
        }

        var action = GateAction.Allow;
        foreach (var candidate in context.Policy.Vulnerabilities)
        {
            action = candidate.Id == rule && candidate.Action > action ? candidate.Action : action;
        }

        return action;
    }

    private static string Remedy(FindingKind kind) => kind switch
    {
        FindingKind.Secret => "take it out of the image and of every layer, and replace it where it is used",
        FindingKind.Misconfiguration => "change the setting",
        FindingKind.License => "replace the package, or let somebody decide who may",
        FindingKind.Malware => "remove the package, and treat what it ran on as compromised",
        _ => "update the packages; where there is no fix yet, an exception with an owner, a reason and an end covers it for a time",
    };

    private static string Meaning(string code) => code switch
    {
        GateReasons.LicenseDenied => "denied by the policy",
        GateReasons.LicenseReview => "a person must look",
        GateReasons.LicenseOther => "not among those the policy allows",
        _ => "not said, or no SPDX expression",
    };

    private sealed class RuleTally(FindingKind kind, string rule, GateAction action)
    {
        internal FindingKind Kind { get; } = kind;

        internal string Rule { get; } = rule;

        internal GateAction Action { get; } = action;

        internal int Count { get; set; }
    }
}
