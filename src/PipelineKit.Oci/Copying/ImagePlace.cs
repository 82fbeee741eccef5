namespace PipelineKit.Oci;

/// <summary>A repository that images are copied from or to.</summary>
/// <param name="Store">The registries or the layout it is in. Of <see cref="ImageSources"/>, mirrors hold here too.</param>
/// <param name="Repository">Which repository; tag and digest are not looked at.</param>
public sealed record ImagePlace(IImageStore Store, ImageReference Repository)
{
    /// <summary><c>registry/repository</c>.</summary>
    public string Text => $"{Repository.Registry}/{Repository.Repository}";
}
