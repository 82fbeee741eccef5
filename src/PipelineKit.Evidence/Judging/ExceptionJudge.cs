namespace PipelineKit.Evidence;

/// <summary>
/// Exceptions: one counts when it has an owner, a reason and an end that is not too far, and when it covers every place of a finding (several together may). Of those that cover the same, the one that lasts longest is relied on.
/// </summary>
internal sealed class ExceptionJudge
{
    private readonly JudgeContext _context;
    private readonly Dictionary<string, List<ExceptionEntry>> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _overlaps = new(StringComparer.Ordinal);

    internal ExceptionJudge(JudgeContext context, AliasIndex aliases)
    {
        _context = context;
        foreach (var exception in context.Case.Exceptions)
        {
            if (ExceptionEntry.IsFor(exception, context.Case))
            {
                Entries.Add(new ExceptionEntry(exception, context));
            }
        }

        Entries.Sort(ExceptionEntry.Compare);
        foreach (var entry in Entries)
        {
            var names = new SortedSet<string>(StringComparer.Ordinal) { entry.Exception.Id, aliases.Canonical(entry.Exception.Id) };
            foreach (var name in names)
            {
                if (!_byId.TryGetValue(name, out var list))
                {
                    _byId.Add(name, list = []);
                }

                list.Add(entry);
            }
        }
    }

    /// <summary>The exceptions that are for this image and environment, ordered.</summary>
    internal List<ExceptionEntry> Entries { get; } = [];

    /// <summary>The exception that covers the finding, of several the one that ends first; null when it is not covered everywhere.</summary>
    internal ExceptionEntry? Of(UnitedFinding finding)
    {
        if (Entries.Count == 0)
        {
            return null;
        }

        var about = About(finding);
        if (about.Count == 0)
        {
            return null;
        }

        ExceptionEntry? relied = null;
        foreach (var occurrence in finding.Occurrences)
        {
            ExceptionEntry? best = null;
            foreach (var entry in about)
            {
                if (entry.State == ExceptionState.Valid && entry.IsAt(occurrence))
                {
                    AddOverlap(best, entry, finding);
                    best = best is null || Lasts(entry, best) ? entry : best;
                }
            }

            if (best is null)
            {
                return null;
            }

            relied = relied is null || Lasts(relied, best) ? best : relied;
        }

        return relied;
    }

    private List<ExceptionEntry> About(UnitedFinding finding)
    {
        var about = new List<ExceptionEntry>();
        Add(about, finding.Id, finding);
        Add(about, "*", finding);
        if (finding.Kind is not (FindingKind.Vulnerability or FindingKind.Malware))
        {
            foreach (var alias in finding.Aliases)
            {
                Add(about, alias, finding);
            }
        }

        about.Sort(ExceptionEntry.Compare);
        return about;
    }

    private void Add(List<ExceptionEntry> about, string id, UnitedFinding finding)
    {
        foreach (var entry in _byId.GetValueOrDefault(id) ?? [])
        {
            if (!about.Contains(entry) && entry.IsAbout(finding, _context.Purls) && finding.Occurrences.Any(entry.IsAt))
            {
                about.Add(entry);
                entry.Matches++;
            }
        }
    }

    private void AddOverlap(ExceptionEntry? first, ExceptionEntry second, UnitedFinding finding)
    {
        if (first is null || !_overlaps.Add($"{ExceptionRemarks.Name(first)}\n{ExceptionRemarks.Name(second)}"))
        {
            return;
        }

        _context.Reasons.Add(new GateReason(
            GateReasons.ExceptionOverlapping,
            GateAction.Warn,
            $"{ExceptionRemarks.Name(first)} and {ExceptionRemarks.Name(second)} both cover {finding.Id}{(finding.Package.Name.Length > 0 ? " of " + finding.Package.Name : "")}",
            "keep one of them",
            second.Exception.Id,
            second.Exception.File,
            second.Exception.Line > 0 ? second.Exception.Line : null));
    }

    // No end is last.
    private static bool Lasts(ExceptionEntry left, ExceptionEntry right) => right.Exception.Expires is { } end && (left.Exception.Expires is not { } other || other > end);
}
