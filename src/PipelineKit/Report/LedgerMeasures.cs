using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Report;

/// <summary>Takes the measures of a window out of the ledger of an environment. A pure function.</summary>
/// <param name="window">The window.</param>
/// <param name="entries">The lines up to the moment of the report.</param>
internal sealed class LedgerMeasures(ReportWindow window, IReadOnlyList<LedgerEntry> entries)
{
    private readonly List<Deployment> _deployments = [];
    private readonly List<RollbackMeasure> _rollbacks = [];
    private readonly List<double> _detect = [];
    private readonly HashSet<Digest> _detected = [];
    private Deployment? _current;
    private int _passed;
    private int _failed;
    private int _inconclusive;

    /// <summary>The measures.</summary>
    /// <param name="name">The environment.</param>
    /// <param name="isProduction">Whether users see it.</param>
    /// <param name="history">Its history at the moment of the report.</param>
    /// <param name="first">The lines of the first environment, for lead times; empty for the first itself.</param>
    internal EnvironmentReport Of(string name, bool isProduction, EnvironmentHistory history, IReadOnlyList<LedgerEntry> first)
    {
        foreach (var entry in entries)
        {
            Read(entry);
        }

        var inWindow = _deployments.Where(d => window.Contains(d.At)).ToList();
        return new EnvironmentReport
        {
            Name = name,
            IsProduction = isProduction,
            History = history,
            Deployments = inWindow,
            Rollbacks = [.. _rollbacks.Where(r => window.Contains(r.Entry.At))],
            Bypasses = [.. entries.Where(e => e is { Kind: LedgerKind.Commit, Bypass: true } && window.Contains(e.At))],
            LeadSeconds = [.. inWindow.Where(d => d.Outcome != DeploymentOutcome.Abandoned).Select(d => Lead(d, first)).OfType<double>()],
            DetectSeconds = _detect,
            Canaries = new CanaryCounts(_passed, _failed, _inconclusive),
            Retention = RetentionOf(entries),
        };
    }

    private void Read(LedgerEntry entry)
    {
        switch (entry.Kind)
        {
            case LedgerKind.Commit when entry.Action == LedgerAction.Rollback:
                Rollback(entry);
                break;
            case LedgerKind.Commit when _current?.Digest != entry.Digest:
                _current = new Deployment(entry);
                _deployments.Add(_current);
                break;
            case LedgerKind.Abandon when entry.Action != LedgerAction.Rollback:
                _deployments.Add(new Deployment(entry) { Outcome = DeploymentOutcome.Abandoned });
                break;
            case LedgerKind.Reject when _current?.Digest == entry.Digest:
                _current.Outcome = DeploymentOutcome.RolledBack;
                break;
            case LedgerKind.Verdict:
                Verdict(entry);
                break;
            default:
                break;
        }
    }

    private void Rollback(LedgerEntry entry)
    {
        var left = _current;
        if (left is not null && left.Digest != entry.Digest)
        {
            left.Outcome = DeploymentOutcome.RolledBack;
            Detected(entry, left.Digest);
        }

        var intent = entries.LastOrDefault(e => e.Kind == LedgerKind.Intent && e.Sequence < entry.Sequence && e.Attempt.Length > 0 && e.Attempt == entry.Attempt);
        var seconds = Measure(entry, "rollback-seconds") ?? (intent is null ? null : (entry.At - intent.At).TotalSeconds);
        _rollbacks.Add(new RollbackMeasure(entry, seconds, left is null ? null : (entry.At - left.At).TotalSeconds));

        // What is gone back to was promoted before: it is no deployment, and going back from it later is told of it.
        _current = _deployments.FindLast(d => d.Digest == entry.Digest && d.Outcome != DeploymentOutcome.Abandoned);
    }

    private void Verdict(LedgerEntry entry)
    {
        var counts = window.Contains(entry.At) ? 1 : 0;
        if (entry.Reason.StartsWith("pass", StringComparison.OrdinalIgnoreCase))
        {
            _passed += counts;
        }
        else if (entry.Reason.StartsWith("fail", StringComparison.OrdinalIgnoreCase))
        {
            _failed += counts;
            Detected(entry, entry.Digest);
        }
        else
        {
            _inconclusive += counts;
        }
    }

    // The first line that tells of it counts. A verdict that does not say how long it took is counted from the promotion.
    private void Detected(LedgerEntry entry, Digest bad)
    {
        var seconds = Measure(entry, "detect-seconds")
            ?? (entry.Kind == LedgerKind.Verdict && _current is { } current && current.Digest == bad ? (entry.At - current.At).TotalSeconds : null);
        if (seconds is { } known && _detected.Add(bad) && window.Contains(entry.At))
        {
            _detect.Add(known);
        }
    }

    private static double? Lead(Deployment deployment, IReadOnlyList<LedgerEntry> first) =>
        first.FirstOrDefault(e => e.Kind == LedgerKind.Commit && e.Digest == deployment.Digest && e.At <= deployment.At) is { } begin ? (deployment.At - begin.At).TotalSeconds : null;

    private static RetentionCount? RetentionOf(IReadOnlyList<LedgerEntry> entries)
    {
        var last = entries.LastOrDefault(e => e.Kind == LedgerKind.Commit && e.Measures.ContainsKey("retention-wanted"));
        return last is null ? null : new RetentionCount((int)(Measure(last, "retention-complete") ?? 0), (int)last.Measures["retention-wanted"], FromRegistry: false);
    }

    private static double? Measure(LedgerEntry entry, string name) => entry.Measures.TryGetValue(name, out var value) && double.IsFinite(value) && value >= 0 ? value : null;
}
