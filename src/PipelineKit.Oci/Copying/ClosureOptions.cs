namespace PipelineKit.Oci;

/// <summary>What of an image belongs to its closure.</summary>
public sealed record ClosureOptions
{
    /// <summary>Platforms to take, such as <c>linux/arm64/v8</c>; empty for all. An index of which only some are taken keeps its digest; registries may refuse it.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>Whether what refers to the image, to its platforms and to what refers to them is taken.</summary>
    public bool Referrers { get; init; } = true;

    /// <summary>Whether the tags of cosign's older form are looked for.</summary>
    public bool CosignTags { get; init; } = true;

    /// <summary>Artifact types of which the root must have a referrer; a missing one throws <see cref="RegistryException"/> (<see cref="RegistryProblem.NotFound"/>).</summary>
    public IReadOnlyList<string> RequiredReferrers { get; init; } = [];

    /// <summary>How many requests are under way at once.</summary>
    public int Concurrency { get; init; } = 8;
}
