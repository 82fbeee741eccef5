using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>What was decided about a canary, for whatever is done about it.</summary>
internal sealed record CanaryOutcome
{
    /// <summary>The verdict, with every metric.</summary>
    public required CanaryDecision Decision { get; init; }

    /// <summary>The digests, and how their series were found.</summary>
    public required ScopePair Scopes { get; init; }

    /// <summary>The window it was decided on.</summary>
    public required TimeWindow Window { get; init; }

    /// <summary>When the verdict was there.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>The service, for people.</summary>
    public required string Service { get; init; }

    /// <summary>The environment of <c>promotion</c> it runs in; empty for none.</summary>
    public required string Environment { get; init; }

    /// <summary>The digest of verdict.json; null when it was not written.</summary>
    public Oci.Digest? VerdictDigest { get; init; }

    /// <summary>Where what is decided was read; a check after a rollback reads there again.</summary>
    public required IMetricSource Source { get; init; }

    /// <summary>The metrics.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    /// <summary>What was read of them; tells since when the canary was bad.</summary>
    public IReadOnlyList<MetricData> Data { get; init; } = [];

    /// <summary>The objective; null for none.</summary>
    public SloPolicy? Slo { get; init; }

    /// <summary>From the first bad step to the verdict; null to have it found in the data.</summary>
    public TimeSpan? TimeToDetect { get; init; }

    /// <summary>The verdict in a word, as outputs and the ledger have it.</summary>
    internal string Verdict => Decision.Verdict switch
    {
        CanaryVerdict.Pass => "pass",
        CanaryVerdict.Fail => "fail",
        _ => "inconclusive",
    };

    /// <summary>Whether it failed.</summary>
    internal bool HasFailed => Decision.Verdict == CanaryVerdict.Fail;
}

/// <summary>Something that was done about a verdict.</summary>
/// <param name="Name">What: <c>rollback</c>, <c>argo-abort</c>, <c>webhook</c>, <c>command</c>, <c>rollback-check</c>, <c>deployment-status</c>, <c>annotation</c>, <c>telemetry</c>, <c>ledger</c>.</param>
/// <param name="Ok">Whether it worked.</param>
/// <param name="Text">What came of it, for people.</param>
/// <param name="Failure">Why it did not work; null when it did.</param>
internal sealed record FollowUp(string Name, bool Ok, string Text, Failures.Failure? Failure = null)
{
    /// <summary>An address to look at; empty for none.</summary>
    public string Url { get; init; } = "";

    /// <summary>How long it took: a rollback from the verdict on, a check from the rollback on, others by themselves.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>What a rollback went back to; null for everything else.</summary>
    internal Oci.Digest? RolledBackTo { get; init; }

    /// <summary>Whether it only tells somebody; then nothing depends on whether it worked.</summary>
    internal bool IsTelling => Name is "deployment-status" or "annotation" or "telemetry";
}
