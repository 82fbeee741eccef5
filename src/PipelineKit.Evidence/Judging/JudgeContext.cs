namespace PipelineKit.Evidence;

/// <summary>What the steps of one decision share.</summary>
internal sealed class JudgeContext
{
    /// <summary>Clocks of scanners and of this machine may differ by this much.</summary>
    internal static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private DateTimeOffset? _validUntil;

    internal JudgeContext(GateCase @case)
    {
        Case = @case;
        Platforms = [.. @case.Subject.Platforms.OrderBy(p => p.Platform, StringComparer.Ordinal).ThenBy(p => p.Manifest.Text, StringComparer.Ordinal)];
        Documents = [.. @case.Evidence.Where(i => i.Document is not null && i.Failure is null).Select(i => EvidenceBinding.Of(this, i, i.Document!)).OrderBy(d => d.Name, StringComparer.Ordinal).ThenBy(d => d.Item.Digest?.Text, StringComparer.Ordinal)];
        Wanted = WantedPlatform.Of(this);
    }

    internal GateCase Case { get; }

    internal GatePolicy Policy => Case.Policy;

    internal DateTimeOffset At => Case.At;

    /// <summary>The images of the subject, ordered; empty when no image was named.</summary>
    internal IReadOnlyList<GatePlatform> Platforms { get; }

    /// <summary>The documents that could be read, ordered.</summary>
    internal IReadOnlyList<BoundDocument> Documents { get; }

    /// <summary>The platforms that must be covered.</summary>
    internal IReadOnlyList<WantedPlatform> Wanted { get; }

    internal ReasonList Reasons { get; } = new();

    internal PurlCache Purls { get; } = new();

    /// <summary>The first moment at which something this decision relies on ends.</summary>
    internal DateTimeOffset? ValidUntil => _validUntil;

    internal void RelyUntil(DateTimeOffset? end) => _validUntil = Choice.Earliest(_validUntil, end);
}

/// <summary>A document and what it is about.</summary>
/// <param name="Item">The item.</param>
/// <param name="Document">What it says.</param>
/// <param name="Platforms">The names of the platforms it counts for.</param>
/// <param name="Label">The platform its findings are shown with; empty when not known or when it is more than one.</param>
/// <param name="Unbound">Why it is not bound to the image; empty when it is.</param>
internal sealed record BoundDocument(EvidenceItem Item, EvidenceDocument Document, IReadOnlyList<string> Platforms, string Label, string Unbound)
{
    internal string Name => Item.Name;
}
