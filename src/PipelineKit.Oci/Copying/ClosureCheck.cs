namespace PipelineKit.Oci;

/// <summary>Asks whether an image can still be pulled, all of it: every child, configuration, layer and required referrer, by HEAD. A tag or index that answers says nothing about that.</summary>
public static class ClosureCheck
{
    /// <summary>Looks; content is not read, manifests are (they say what there must be).</summary>
    /// <exception cref="RegistryException">It could not be found out; a gap is no exception.</exception>
    public static Task<ClosureReport> RunAsync(ImagePlace place, Digest root, ClosureOptions options, CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>What is there of an image.</summary>
/// <param name="Root">The image.</param>
/// <param name="Manifests">How many manifests are there.</param>
/// <param name="Blobs">How many blobs are there.</param>
/// <param name="Missing">What is not: <c>manifest sha256:...</c>, <c>blob sha256:...</c>, <c>referrer TYPE</c>; empty when everything is there.</param>
public sealed record ClosureReport(Digest Root, int Manifests, int Blobs, IReadOnlyList<string> Missing)
{
    /// <summary>Whether everything is there.</summary>
    public bool IsComplete => Missing.Count == 0;
}
