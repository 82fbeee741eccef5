namespace PipelineKit.Oci;

/// <summary>How an image is copied.</summary>
public sealed record ImageCopyOptions
{
    /// <summary>What belongs to it.</summary>
    public ClosureOptions Closure { get; init; } = new();

    /// <summary>Whether a root that is there already means that all of it is: one HEAD instead of a walk.</summary>
    public bool TrustPresence { get; init; }

    /// <summary>Repositories of the destination's registry that probably have the layers, to mount them from; the source is tried by itself when it is in the same registry.</summary>
    public IReadOnlyList<string> Siblings { get; init; } = [];

    /// <summary>The tag to set last; null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>Told after each blob and manifest: how many are done, of how many, and which.</summary>
    public Action<int, int, string>? Progress { get; init; }
}
