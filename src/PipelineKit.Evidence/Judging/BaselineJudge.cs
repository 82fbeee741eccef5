namespace PipelineKit.Evidence;

/// <summary>
/// The comparison with what runs. A finding is the same when its vulnerability (whatever the identifier) and its package (whatever the version and path) are, so a rebuilt layer or a newer version that is still vulnerable adds nothing.
/// Only a baseline that can be read and is about what it should be about excuses anything.
/// </summary>
internal sealed class BaselineJudge
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private int _added;
    private int _unchanged;
    private bool _addsGrave;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private BaselineJudge(string name) => Name = name;

    internal string Name { get; }

    /// <summary>The findings of the baseline's documents that count; a reason for each that does not.</summary>
    internal static List<SourcedFinding> Findings(JudgeContext context)
    {
        var findings = new List<SourcedFinding>();
        foreach (var item in context.Case.Baseline?.Evidence ?? [])
        {
            var why = item.Document is not { } document || item.Failure is not null ? item.Failure?.Message ?? "it was not read" : Foreign(context, item, document);
            if (why.Length > 0)
            {
                context.Reasons.Add(new GateReason(GateReasons.BaselineUnreadable, GateAction.Warn, $"{item.Name}: {why}; it excuses nothing", "scan what runs by its digest, and give that report", item.Name, item.Name, item.Failure?.Line));
            }
            else
            {
                var source = new FindingSource(item.Document!.Report?.Scanner.Name ?? "", item.Name, "");
                foreach (var finding in item.Document.Report?.Findings ?? [])
                {
                    findings.Add(new SourcedFinding(finding, source));
                }
            }
        }

        return findings;
    }

    /// <summary>The comparison; null when there is nothing to compare with.</summary>
    internal static BaselineJudge? Of(JudgeContext context, IReadOnlyList<UnitedFinding> findings)
    {
        var baseline = context.Case.Baseline;
        var isComparable = baseline is not null && baseline.Evidence.Any(i => i is { Failure: null, Document.Report: not null } && Foreign(context, i, i.Document!).Length == 0);
        if (!isComparable)
        {
            if (context.Policy.Compare == CompareMode.NoWorse)
            {
                var what = baseline is null ? "nothing to compare with was given" : $"there is no report about {baseline.Name} to compare with";
                context.Reasons.Add(new GateReason(GateReasons.BaselineMissing, GateAction.Warn, $"{what}, so every finding counts", "give the digest or the report of what runs", baseline?.Name ?? ""));
            }

            return null;
        }

        var judge = new BaselineJudge(baseline!.Name);
        foreach (var finding in findings)
        {
            judge._keys.Add(finding.Key);
        }

        return judge;
    }

    /// <summary>Whether the baseline has the finding too; counted once for each key.</summary>
    internal bool Has(UnitedFinding finding, GateAction action)
    {
        var key = finding.Key;
        var isKnown = _keys.Contains(key);
        _addsGrave |= !isKnown && action >= GateAction.Review;
        if (_seen.Add(key))
        {
            (_added, _unchanged) = isKnown ? (_added, _unchanged + 1) : (_added + 1, _unchanged);
        }

        return isKnown;
    }

    /// <summary>The result, when all findings have been seen.</summary>
    internal GateComparison Result()
    {
        var removed = _keys.Count - _unchanged;
        return new GateComparison(Name, _added, removed, _unchanged, !_addsGrave && removed > 0);
    }

    // A report about another image would make everything look known. What this run made itself is about one of the baseline's platforms.
    private static string Foreign(JudgeContext context, EvidenceItem item, EvidenceDocument document)
    {
        if (context.Case.Baseline?.Digest is not { } digest || !context.Policy.Evidence.Bound)
        {
            return "";
        }

        var facts = document.Report?.Subject ?? new SubjectFacts();
        return item.BoundTo == digest || (item.BoundTo is not null && item.Trust == EvidenceTrust.Made) || (item.BoundTo is null && (facts.Manifests.Contains(digest) || facts.Configs.Contains(digest)))
            ? ""
            : $"nothing shows that it is about {digest.Text}";
    }
}
