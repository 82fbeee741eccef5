using PipelineKit.Ci;
using PipelineKit.Docker;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>Opens an image wherever it is: a registry, a layout on disk, the local Docker Engine.</summary>
public static class ImageOpener
{
    /// <summary>What is wrong with the text, as a sentence without its full stop; null when nothing is.</summary>
    /// <param name="text">As the user wrote it.</param>
    /// <param name="mayResolve">Whether an image of a registry may be named by a tag.</param>
    public static string? Problem(string text, bool mayResolve) => ImageLocation.TryParse(text, mayResolve, out _, out var problem) ? null : problem;

    /// <summary>Opens it: the digest is fixed from here on, and the configurations of all its platforms were read.</summary>
    /// <param name="text">As the user wrote it; see <see cref="ImageLocation"/>.</param>
    /// <param name="mayResolve">Whether an image of a registry may be named by a tag.</param>
    /// <param name="access">The registries.</param>
    /// <param name="context">The working directory, environment and clock.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FormatException">It is no such text.</exception>
    /// <exception cref="RegistryException">The registry or layout does not have it, or it is no container image.</exception>
    /// <exception cref="DockerException">The Docker Engine does not answer, or does not have it.</exception>
    public static Task<OpenedImage> OpenAsync(string text, bool mayResolve, ImageAccess access, CommandContext context, CancellationToken cancellation)
    {
        if (!ImageLocation.TryParse(text, mayResolve, out var location, out var problem))
        {
            throw new FormatException(problem);
        }

        return location switch
        {
            { Layout: { } layout } => OpenLayoutAsync(location, layout, context.WorkingDirectory, cancellation),
            { EngineName: { } name } => OpenEngineAsync(location, name, context, cancellation),
            _ => OpenRegistryAsync(location, location.Reference!, access.Images, cancellation),
        };
    }

    private static async Task<OpenedImage> OpenRegistryAsync(ImageLocation location, ImageReference reference, ImageSources images, CancellationToken cancellation)
    {
        var resolved = await images.ResolveAsync(reference, cancellation);
        return await ReadAsync(location, images, reference, resolved.Digest, images, engine: null, cancellation);
    }

    private static async Task<OpenedImage> OpenLayoutAsync(ImageLocation location, OciLayoutReference layout, string folder, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(layout.Path, folder);
        var store = new OciLayout(path);
        var resolved = await store.ResolveAsync(layout.Name, cancellation);
        return await ReadAsync(location, store, NameOf(layout.Name, path), resolved.Digest, store, engine: null, cancellation);
    }

    private static async Task<OpenedImage> OpenEngineAsync(ImageLocation location, string name, CommandContext context, CancellationToken cancellation)
    {
        using var engine = DockerEngine.Open(context.Environment.Variables, context.Time);
        var exported = await ExportedImage.ReadAsync(engine, name, context.Progress.Detail, cancellation);
        try
        {
            return await ReadAsync(location, exported.Layout, location.Reference ?? NameOf(name: null, "image"), exported.Root, store: null, exported, cancellation);
        }
        catch
        {
            exported.Dispose();
            throw;
        }
    }

    private static async Task<OpenedImage> ReadAsync(
        ImageLocation location, IImageSource source, ImageReference repository, Digest root, IImageStore? store, ExportedImage? engine, CancellationToken cancellation)
    {
        var tree = await ImageTree.WalkAsync(source, repository, root, cancellation);
        var images = tree.Where(i => MediaTypes.IsManifest(i.MediaType)).ToList();
        if (images.Count == 0)
        {
            throw new RegistryException(RegistryProblem.Protocol, location.Text, "the index lists no image");
        }

        var platforms = new Evidence.GatePlatform[images.Count];
        for (var i = 0; i < platforms.Length; i++)
        {
            platforms[i] = await ImageConfiguration.ReadAsync(source, repository, images[i], cancellation);
        }

        return new OpenedImage(engine)
        {
            Name = location.Text,
            Source = source,
            Repository = repository,
            Subject = tree[0],
            Platforms = platforms,
            Store = store,
            IsLocalDigest = engine is { } && !engine.RegistryDigests.Contains(root),
            RegistryDigests = engine?.RegistryDigests ?? [],
        };
    }

    // A layout need not say what its image is called; then its folder does.
    private static ImageReference NameOf(string? name, string path)
    {
        if (name is not null && name.Contains('/', StringComparison.Ordinal) && ImageReference.TryParse(name, out var reference, out _))
        {
            return reference;
        }

        var folder = string.Concat(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return ImageReference.TryParse("localhost/" + folder, out var made, out _) ? made : ImageReference.Parse("localhost/image");
    }
}
