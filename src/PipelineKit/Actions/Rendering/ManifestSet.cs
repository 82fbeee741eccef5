using PipelineKit.Failures;

namespace PipelineKit.Actions.Rendering;

/// <summary>Every file that is rendered from the definitions, for one checkout of the repository.</summary>
public sealed class ManifestSet
{
    private readonly ActionCatalog _catalog;
    private readonly string _version;
    private readonly Checkout _checkout;

    /// <summary>The files of a catalogue at a product version.</summary>
    /// <param name="catalog">The commands.</param>
    /// <param name="version">The product version.</param>
    /// <param name="root">The root of the repository, absolute.</param>
    public ManifestSet(ActionCatalog catalog, string version, string root)
    {
        _catalog = catalog;
        _version = version;
        _checkout = new Checkout(root);
    }

    /// <summary>The files as they should be; throws <see cref="FailureException"/> when a file they are rendered into is damaged.</summary>
    /// <param name="image">The image the actions run, by digest; null keeps the one the root action.yml names.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public async Task<IReadOnlyList<GeneratedFile>> RenderAsync(string? image, CancellationToken cancellation)
    {
        var run = image is null ? await KeptImageAsync(cancellation) : ActionImage.Parse(image);
        var files = new List<GeneratedFile> { GitHubActionFile.Root(_catalog, run) };
        files.AddRange(_catalog.Actions.Select(action => GitHubActionFile.Command(action, run)));
        files.Add(AzureTaskFile.Render(_catalog, _version));
        files.Add(ExtensionManifest.Render(await _checkout.ReadAsync(ExtensionManifest.Path, cancellation) ?? "{}", _version));
        files.Add(ReferencePages.Errors());
        files.AddRange(_catalog.Actions.Select(ReferencePages.Command));
        var whole = files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var page in _checkout.MarkdownPages().Where(page => !whole.Contains(page)))
        {
            var current = new GeneratedFile(page, (await _checkout.ReadAsync(page, cancellation))!);
            files.Add(GeneratedBlocks.Fill(current, _catalog));
        }

        return files;
    }

    /// <summary>Those of the files that differ from what is on disk.</summary>
    public async Task<IReadOnlyList<FileDifference>> CompareAsync(IReadOnlyList<GeneratedFile> files, CancellationToken cancellation)
    {
        var differences = new List<FileDifference>();
        foreach (var file in files)
        {
            if (FileDifference.Between(file, await _checkout.ReadAsync(file.Path, cancellation)) is { } difference)
            {
                differences.Add(difference);
            }
        }

        return differences;
    }

    /// <summary>Writes one file, whole or not at all.</summary>
    public Task WriteAsync(GeneratedFile file, CancellationToken cancellation) => _checkout.WriteAsync(file, cancellation);

    private async Task<string> KeptImageAsync(CancellationToken cancellation) =>
        await _checkout.ReadAsync("action.yml", cancellation) is { } current && ActionImage.In(current) is { } image ? image : ActionImage.Unreleased;
}
