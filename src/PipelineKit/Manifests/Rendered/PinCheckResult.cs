namespace PipelineKit.Manifests.Rendered;

/// <summary>What a check of pins found in one stream.</summary>
/// <param name="Findings">What is not accepted, in the order of the stream.</param>
/// <param name="Images">The pinned images, in the order of the stream; one that stands in two places is there twice.</param>
public sealed record PinCheckResult(IReadOnlyList<PinFinding> Findings, IReadOnlyList<PinnedUse> Images)
{
    /// <summary>Whether every image is pinned and in the lock.</summary>
    public bool Passed => Findings.Count == 0;

    /// <summary>The images of one document: registry and repository with digest, each once, sorted.</summary>
    public IReadOnlyList<string> ImagesOf(int document) =>
        [.. Images.Where(i => i.Document == document).Select(i => i.Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
