using PipelineKit.Audit;

namespace PipelineKit.Report;

/// <summary>What the ledger of an environment says about a window of time.</summary>
internal sealed record EnvironmentReport
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether users see it.</summary>
    public required bool IsProduction { get; init; }

    /// <summary>The ledger until the moment of the report.</summary>
    public required EnvironmentHistory History { get; init; }

    /// <summary>Promotions of the window, oldest first.</summary>
    public required IReadOnlyList<Deployment> Deployments { get; init; }

    /// <summary>Rollbacks of the window, oldest first.</summary>
    public required IReadOnlyList<RollbackMeasure> Rollbacks { get; init; }

    /// <summary>Commits of the window for which gates were bypassed.</summary>
    public required IReadOnlyList<LedgerEntry> Bypasses { get; init; }

    /// <summary>Seconds from the first environment to this one, for each promotion of the window that went through both.</summary>
    public required IReadOnlyList<double> LeadSeconds { get; init; }

    /// <summary>Seconds until a bad image was seen to be bad.</summary>
    public required IReadOnlyList<double> DetectSeconds { get; init; }

    /// <summary>Canaries judged in the window, by verdict.</summary>
    public required CanaryCounts Canaries { get; init; }

    /// <summary>Incidents of the window put down to an image that was here.</summary>
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    /// <summary>How many of the images a rollback may go to can be pulled; null when nobody looked.</summary>
    public RetentionCount? Retention { get; init; }

    /// <summary>The part of deployments that stayed; NaN without any.</summary>
    public double SuccessRate => Ratio(Count(DeploymentOutcome.Succeeded), Deployments.Count);

    /// <summary>The part of what came to users that had to be taken back or caused an incident (DORA's change failure rate); NaN without any.</summary>
    public double ChangeFailureRate => Ratio(Deployments.Count(d => d.Outcome == DeploymentOutcome.RolledBack || (d.Outcome == DeploymentOutcome.Succeeded && d.HasIncident)), Deployments.Count - Count(DeploymentOutcome.Abandoned));

    /// <summary>The part of the judged canaries that failed; inconclusive ones were not judged. NaN without any.</summary>
    public double CanaryFailureRate => Ratio(Canaries.Failed, Canaries.Failed + Canaries.Passed);

    /// <summary>The part of the targets of a rollback that can be pulled, of those that could be looked at; NaN when nobody looked or there is none.</summary>
    public double RetentionCoverage => Retention is { } count ? Ratio(count.Complete, count.Wanted - count.Unknown.Count) : double.NaN;

    /// <summary>Seconds from the decision to roll back to the tag.</summary>
    public IEnumerable<double> RollbackSeconds => Rollbacks.Select(r => r.Seconds).OfType<double>();

    /// <summary>Seconds from a bad promotion to its rollback.</summary>
    public IEnumerable<double> RecoverySeconds => Rollbacks.Select(r => r.RecoverySeconds).OfType<double>();

    /// <summary>Seconds from the opening of incidents to their end.</summary>
    public IEnumerable<double> RestoreSeconds => Incidents.Where(i => i.Closed is not null).Select(i => (i.Closed!.Value - i.Opened).TotalSeconds);

    /// <summary>How many deployments ended so.</summary>
    public int Count(DeploymentOutcome outcome) => Deployments.Count(d => d.Outcome == outcome);

    private static double Ratio(int part, int whole) => whole == 0 ? double.NaN : (double)part / whole;
}

/// <summary>Canaries by verdict.</summary>
/// <param name="Passed">Judged good.</param>
/// <param name="Failed">Judged bad.</param>
/// <param name="Inconclusive">Not judged.</param>
internal sealed record CanaryCounts(int Passed, int Failed, int Inconclusive);

/// <summary>Targets of a rollback.</summary>
/// <param name="Complete">How many can be pulled, all of them.</param>
/// <param name="Wanted">How many there are.</param>
/// <param name="FromRegistry">Whether the registry was asked now; else the last record says so.</param>
internal sealed record RetentionCount(int Complete, int Wanted, bool FromRegistry)
{
    /// <summary>Of which of them the registry did not tell, and why; one clause each.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];
}
