namespace PipelineKit.Evidence;

/// <summary>What VEX says about a finding.</summary>
/// <param name="Statement">The statement that decides.</param>
/// <param name="Excuses">Whether it excuses the finding.</param>
/// <param name="Until">Until when, where that is limited.</param>
internal sealed record VexVerdict(VexStatement Statement, bool Excuses, DateTimeOffset? Until);

/// <summary>
/// VEX by trust: only authors the policy names are believed. Of one author the newest statement counts (the most careful of those of the same time); when authors disagree, the most careful counts, and the disagreement is reported.
/// "Not affected" and "fixed" excuse, "under investigation" does for the time the policy grants, "affected" never.
/// </summary>
internal sealed class VexJudge
{
    private readonly JudgeContext _context;
    private readonly VexFit _products;
    private readonly Dictionary<string, List<VexEntry>> _byVulnerability = new(StringComparer.Ordinal);

    internal VexJudge(JudgeContext context, AliasIndex aliases)
    {
        _context = context;
        _products = new VexFit(context);
        foreach (var document in context.Documents)
        {
            foreach (var statement in document.Document.Vex)
            {
                if (statement.At is not { } at || at <= context.At + JudgeContext.Skew)
                {
                    Add(new VexEntry(statement, Rank(statement.Author)), aliases);
                }
            }
        }

        Entries.Sort(VexEntry.Compare);
        foreach (var list in _byVulnerability.Values)
        {
            list.Sort(VexEntry.Compare);
        }
    }

    /// <summary>All statements, ordered.</summary>
    internal List<VexEntry> Entries { get; } = [];

    /// <summary>What is said about this finding; null when nothing that is believed is.</summary>
    internal VexVerdict? Of(UnitedFinding finding)
    {
        if (finding.Kind != FindingKind.Vulnerability || !_byVulnerability.TryGetValue(finding.Id, out var entries))
        {
            return null;
        }

        var newest = new SortedDictionary<string, VexEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            entry.AddNamesake(finding);
            if (_products.Fit(entry.Statement, finding))
            {
                entry.Matches++;
                if (entry.Rank >= 0 && (!newest.TryGetValue(entry.Statement.Author, out var other) || entry.IsNewer(other)))
                {
                    newest[entry.Statement.Author] = entry;
                }
            }
        }

        return Decide(finding, newest.Values);
    }

    private VexVerdict? Decide(UnitedFinding finding, IReadOnlyCollection<VexEntry> newest)
    {
        VexEntry? careful = null;
        var excuses = false;
        foreach (var entry in newest)
        {
            excuses |= entry.IsExcuse;
            careful = careful is null || entry.Care > careful.Care || (entry.Care == careful.Care && entry.Rank < careful.Rank) ? entry : careful;
        }

        if (careful is null)
        {
            return null;
        }

        if (excuses && !careful.IsExcuse)
        {
            var says = string.Join(", ", newest.Select(e => $"{e.Statement.Author} says {Texts.Word(e.Statement.Status)}").Order(StringComparer.Ordinal));
            _context.Reasons.Add(new GateReason(GateReasons.VexConflict, GateAction.Warn, $"{finding.Id} of {finding.Package.Name}: {says}; {Texts.Word(careful.Statement.Status)} counts", "let the authors agree, or trust only one of them", finding.Id, careful.Statement.Document));
        }

        var until = careful.Statement.Status == VexStatus.UnderInvestigation ? careful.Statement.At + _context.Policy.Vex.InvestigationGrace : null;
        return new VexVerdict(careful.Statement, careful.IsExcuse ? careful.IsJustified : until is not null && _context.At < until, until);
    }

    private void Add(VexEntry entry, AliasIndex aliases)
    {
        Entries.Add(entry);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var vulnerability in entry.Statement.Vulnerabilities)
        {
            if (names.Add(aliases.Canonical(vulnerability)))
            {
                if (!_byVulnerability.TryGetValue(aliases.Canonical(vulnerability), out var list))
                {
                    _byVulnerability.Add(aliases.Canonical(vulnerability), list = []);
                }

                list.Add(entry);
            }
        }
    }

    private int Rank(string author)
    {
        for (var rank = 0; author.Length > 0 && rank < _context.Policy.Vex.Trust.Count; rank++)
        {
            if (Glob.Name(_context.Policy.Vex.Trust[rank], author))
            {
                return rank;
            }
        }

        return -1;
    }
}
