namespace PipelineKit.Manifests.Rendered;

/// <summary>What a check of pins is told beside the lock.</summary>
public sealed record PinCheckOptions
{
    /// <summary>No rules and no exclusions.</summary>
    public static PinCheckOptions Default { get; } = new();

    /// <summary>Where else there are images, as for finding them in files.</summary>
    public IReadOnlyList<ImageRule> Rules { get; init; } = [];

    /// <summary>
    /// Images that are not judged: patterns for the text as it is written or for the normalised name without tag and digest, in which <c>*</c> stands for any characters.
    /// </summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];
}
