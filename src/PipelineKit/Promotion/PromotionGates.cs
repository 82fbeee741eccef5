using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>Judges every gate of an environment; all are judged, also after one has failed.</summary>
/// <param name="context">The run.</param>
/// <param name="handler">Carries requests to services that are no registries; not disposed.</param>
/// <param name="host">Knows who approved.</param>
public sealed class PromotionGates(CommandContext context, HttpMessageHandler handler, IPullRequests host)
{
    /// <summary>
    /// Judges: <c>order</c> and <c>rejected</c> always, the others where the settings ask for them. A rollback to an image that was in the environment is not asked for what was settled
    /// when it came: <c>order</c>, <c>canary</c>, <c>soak</c>, <c>approvals</c>, <c>freeze</c> and the age of its scan.
    /// </summary>
    /// <param name="question">What is judged.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>One outcome for each gate, failed where something could not be found out.</returns>
    /// <exception cref="Failures.FailureException">A key or root of trust that the settings name cannot be read.</exception>
    /// <exception cref="DigestMismatchException">A registry gave other bytes than were asked for.</exception>
    public async Task<IReadOnlyList<GateOutcome>> JudgeAsync(GateQuestion question, CancellationToken cancellation)
    {
        var gates = question.To.Gates;
        var ledger = new LedgerGates(question, context.Time.GetUtcNow());
        var evidence = new SignedEvidence(question, context, handler);
        var outcomes = new List<GateOutcome> { ledger.Order(), ledger.Rejected() };
        if (gates.Signature is { } signer)
        {
            outcomes.Add(await new SignatureGate(evidence).JudgeAsync(signer, cancellation));
        }

        foreach (var attestation in gates.Attestations)
        {
            outcomes.Add(await new AttestationJudge(evidence).JudgeAsync(attestation, attestation.Signer ?? gates.Signature!, cancellation));
        }

        if (gates.Scan is { } scan)
        {
            outcomes.Add(await new DecisionJudge(question, context, isReturn: ledger.IsReturn).JudgeAsync(scan, evidence, cancellation));
        }

        if (gates.Sbom)
        {
            outcomes.Add(await new SbomGate(question, evidence).JudgeAsync(cancellation));
        }

        if (gates.Canary is { } canary && question.From is not null)
        {
            var (judge, by) = (new CanaryJudge(question, context.Time.GetUtcNow(), evidence), canary.Signer ?? gates.Signature);
            outcomes.Add(ledger.IsReturn ? judge.Skipped(by) : await judge.JudgeAsync(by, cancellation));
        }

        if (gates.Soak is { } soak && question.From is not null)
        {
            outcomes.Add(ledger.Soak(soak));
        }

        if (gates.Approvals is { } approvals)
        {
            var judge = new ApprovalJudge(approvals, context.Ci);
            outcomes.Add(ledger.IsReturn ? judge.Skipped() : await judge.JudgeAsync(question, host, cancellation));
        }

        if (gates.Freeze is { } freeze)
        {
            outcomes.Add(ledger.Freeze(freeze));
        }

        return outcomes;
    }
}

/// <summary>What gates are judged about.</summary>
public sealed record GateQuestion
{
    /// <summary>The environments.</summary>
    public required PromotionSettings Settings { get; init; }

    /// <summary>Where the image is to go.</summary>
    public required EnvironmentSettings To { get; init; }

    /// <summary>Where it comes from; null for a build.</summary>
    public required EnvironmentSettings? From { get; init; }

    /// <summary>Where its bytes are now.</summary>
    public required ImagePlace Place { get; init; }

    /// <summary>That place as it is written down; empty for its own name.</summary>
    public string PlaceText { get; init; } = "";

    /// <summary>The image.</summary>
    public required Digest Digest { get; init; }

    /// <summary>On or back: a freeze does not stop going back to a recorded image, and soak, canary and order do not ask there.</summary>
    public required LedgerAction Action { get; init; }

    /// <summary>The ledgers of <see cref="To"/> and <see cref="From"/>.</summary>
    public required LedgerView Ledgers { get; init; }

    /// <summary>The commit the approvals are about; null for that of the run.</summary>
    public string? Commit { get; init; }

    /// <summary>Whether the network may not be asked whom to believe.</summary>
    public bool Offline { get; init; }

    /// <summary>A manifest beside the image, as evidence.</summary>
    internal GateEvidence Referrer(string name, Digest manifest) => new(name, manifest, $"{(PlaceText.Length > 0 ? PlaceText : Place.Text)}@{manifest}");
}
