using PipelineKit.Audit;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Signing;

namespace PipelineKit.Promotion;

/// <summary>What a run is asked to bring where.</summary>
public sealed record PromotionRequest
{
    /// <summary>The environments.</summary>
    public required PromotionSettings Settings { get; init; }

    /// <summary>The one that gets the image.</summary>
    public required EnvironmentSettings To { get; init; }

    /// <summary>On or back.</summary>
    public required LedgerAction Action { get; init; }

    /// <summary>The image; null for the usual one: on, what is in the environment before; back, what was good before.</summary>
    public Digest? Digest { get; init; }

    /// <summary>Where the image is, and which, as a person names it; null to take it from the environment before.</summary>
    public ImageLocation? Image { get; init; }

    /// <summary>Where a build is before its first environment: <c>registry/repository</c> or <c>oci:FOLDER</c>; empty for the environment's own repository.</summary>
    public string FromRepository { get; init; } = "";

    /// <summary>The digest it must be in the end; null for any.</summary>
    public Digest? Expected { get; init; }

    /// <summary>Why, where somebody has to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether gates that fail are overridden.</summary>
    public bool Bypass { get; init; }

    /// <summary>Whether a rejection of the image is taken back first.</summary>
    public bool ClearRejection { get; init; }

    /// <summary>Whether a tag that somebody else moved is taken over.</summary>
    public bool AdoptTag { get; init; }

    /// <summary>Find everything out, change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>From which age an announcement without an end counts as that of a dead run.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>When somebody noticed that the image is bad, for a rollback; null when nobody says.</summary>
    public DateTimeOffset? DetectedAt { get; init; }

    /// <summary>Who commits are by.</summary>
    public required CommitAuthor Author { get; init; }

    /// <summary>Who signs the record; null to leave it unsigned.</summary>
    public SigningSettings? Signing { get; init; }

    /// <summary>Whether it goes back.</summary>
    public bool IsRollback => Action == LedgerAction.Rollback;
}
