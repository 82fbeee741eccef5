using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Report;

/// <summary>How putting an image into an environment ended.</summary>
internal enum DeploymentOutcome
{
    /// <summary>It stayed, until now or until the next was promoted.</summary>
    Succeeded,

    /// <summary>It was rolled back, or rejected while it was there.</summary>
    RolledBack,

    /// <summary>It was announced and not done.</summary>
    Abandoned,
}

/// <summary>A promotion to an environment.</summary>
/// <param name="Entry">The line of the ledger that ended it: commit or abandon.</param>
internal sealed record Deployment(LedgerEntry Entry)
{
    /// <summary>How it ended, as far as is known.</summary>
    public DeploymentOutcome Outcome { get; set; }

    /// <summary>Whether an incident is put down to it.</summary>
    public bool HasIncident { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At => Entry.At;

    /// <summary>What.</summary>
    public Digest Digest => Entry.Digest;
}

/// <summary>A rollback of an environment.</summary>
/// <param name="Entry">The line of the ledger that committed it.</param>
/// <param name="Seconds">From the decision to the tag; null when nothing says.</param>
/// <param name="RecoverySeconds">From the promotion of what was left to the rollback; null when that promotion is not in the ledger.</param>
internal sealed record RollbackMeasure(LedgerEntry Entry, double? Seconds, double? RecoverySeconds);
