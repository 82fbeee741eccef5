namespace PipelineKit.Oci;

/// <summary>Finds out what belongs to an image. Bounded: 1,000 images, 1,000 referrers of a subject, 4 indexes and 4 referrers deep, 10,000 manifests together.</summary>
public static class ClosureWalk
{
    /// <summary>Reads all manifests of the closure; of blobs only what manifests say.</summary>
    /// <exception cref="RegistryException">Something of it is missing, damaged or too much.</exception>
    public static Task<ImageClosure> ReadAsync(ImagePlace place, Digest root, ClosureOptions options, CancellationToken cancellation) => throw new NotImplementedException();
}
