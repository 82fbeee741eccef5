using PipelineKit.Audit;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>What a run is about, once everything was looked up. From here on the digest is fixed, whatever tags mean later.</summary>
internal sealed record PromotionSubject
{
    /// <summary>The image.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The environment it comes from; null for a build.</summary>
    public required EnvironmentSettings? From { get; init; }

    /// <summary>Where its bytes are.</summary>
    public required ImagePlace Source { get; init; }

    /// <summary>That place as it is written down.</summary>
    public required string SourceText { get; init; }

    /// <summary>Where it is to be.</summary>
    public required ImagePlace Target { get; init; }

    /// <summary>That place as it is written down.</summary>
    public required string TargetText { get; init; }

    /// <summary>The ledgers as they were read.</summary>
    public required LedgerView Ledgers { get; init; }

    /// <summary>What the ledger of the environment means.</summary>
    public required EnvironmentHistory History { get; init; }

    /// <summary>What the ledger of the environment before means; null for a build.</summary>
    public required EnvironmentHistory? FromHistory { get; init; }

    /// <summary>Whether the environment has a tag.</summary>
    public required bool HasTag { get; init; }

    /// <summary>What the tag of the environment means; null for no tag.</summary>
    public required Digest? TagNow { get; init; }

    /// <summary>Whether ledger and tag say that the image is there, and nobody has announced another.</summary>
    public bool IsThere => History.Current?.Digest == Digest && History.OpenIntent is null && (!HasTag || TagNow == Digest);

    /// <summary>Whether source and target are one repository.</summary>
    public bool IsOnePlace => string.Equals(SourceText, TargetText, StringComparison.Ordinal);

    /// <summary>What was there before; null for nothing, or when it is there already.</summary>
    public Digest? Replaces => History.Current is { } current && current.Digest != Digest ? current.Digest : null;

    /// <summary>The line by which the image came to the environment before; null for a build, or when it never was there.</summary>
    public Digest? FromLine => FromHistory?.Occupancies.LastOrDefault(o => o.Digest == Digest)?.Line;

    /// <summary>What is judged about it.</summary>
    internal GateQuestion Question(PromotionRequest request) => new()
    {
        Settings = request.Settings,
        To = request.To,
        From = From,
        Place = Source,
        PlaceText = SourceText,
        Digest = Digest,
        Action = request.Action,
        Ledgers = Ledgers,
    };
}
