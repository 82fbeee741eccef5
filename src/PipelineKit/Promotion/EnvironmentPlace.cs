using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Where the images of an environment are: <c>registry/repository</c>, or <c>oci:FOLDER</c>, an image layout in which they are called <c>localhost/APP</c>.</summary>
public static class EnvironmentPlace
{
    /// <summary>Opens it; nothing is asked yet.</summary>
    /// <param name="repository">As the settings name it.</param>
    /// <param name="app">The application.</param>
    /// <param name="images">Registries.</param>
    /// <param name="layout">Opens the layout in a folder (absolute).</param>
    /// <param name="workingDirectory">What folders are relative to.</param>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ImagePlace Open(string repository, string app, IImageStore images, Func<string, IImageStore> layout, string workingDirectory)
    {
        if (!OciLayoutReference.IsOne(repository))
        {
            return new ImagePlace(images, ImageReference.Parse(repository));
        }

        return OciLayoutReference.TryParse(repository, out var reference, out var problem)
            ? new ImagePlace(layout(Path.GetFullPath(reference.Path, workingDirectory)), NameOf(app))
            : throw new FormatException(problem);
    }

    /// <summary>How a repository is written down: normalised; a layout as it is.</summary>
    public static string TextOf(string repository) =>
        !OciLayoutReference.IsOne(repository) && ImageReference.TryParse(repository, out var reference, out _) ? $"{reference.Registry}/{reference.Repository}" : repository;

    private static ImageReference NameOf(string app)
    {
        var name = string.Concat(app.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return ImageReference.TryParse("localhost/" + name, out var reference, out _) ? reference : ImageReference.Parse("localhost/image");
    }
}
