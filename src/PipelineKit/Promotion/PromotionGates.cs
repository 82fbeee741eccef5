using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Oci;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>Judges every gate of an environment; all are judged, also after one has failed.</summary>
public sealed class PromotionGates(CommandContext context, HttpMessageHandler handler, IPullRequests host)
{
    /// <summary>Judges.</summary>
    /// <exception cref="Failures.FailureException">A file the settings name cannot be read. What cannot be found out fails its gate instead.</exception>
    public Task<IReadOnlyList<GateOutcome>> JudgeAsync(GateQuestion question, CancellationToken cancellation) => throw new NotImplementedException($"{context}{handler}{host}");
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

    /// <summary>The image.</summary>
    public required Digest Digest { get; init; }

    /// <summary>On or back: a freeze does not stop going back to a recorded image, and soak, canary and order do not ask there.</summary>
    public required LedgerAction Action { get; init; }

    /// <summary>The ledgers of <see cref="To"/> and <see cref="From"/>.</summary>
    public required LedgerView Ledgers { get; init; }

    /// <summary>The commit the approvals are about; null for that of the run.</summary>
    public string? Commit { get; init; }
}
