using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Images;
using PipelineKit.Scans;

namespace PipelineKit.ScanGate;

/// <summary>
/// Evidence this run makes itself: what it finds in the layers of an image, and reports of scanners it runs. All of it is written to files and read back as any other evidence,
/// so that the decision can be made again from them.
/// </summary>
/// <param name="options">The options of the run.</param>
/// <param name="context">What the command may reach.</param>
/// <param name="folder">Where the files go, absolute.</param>
/// <param name="at">The moment of the run.</param>
internal sealed class ImageEvidence(ScanGateOptions options, CommandContext context, string folder, DateTimeOffset at)
{
    private readonly Lazy<OsvDatabase?> _database = new(() => options.Database.Length == 0 ? null : Open(options.Database, context.WorkingDirectory));
    private readonly List<string> _boms = [];
    private readonly List<string> _unread = [];

    /// <summary>The bills of materials that were written, relative to the working directory.</summary>
    internal IReadOnlyList<string> Boms => _boms;

    /// <summary>What is in the layers and could not be read, for people.</summary>
    internal IReadOnlyList<string> Unread => _unread;

    /// <summary>The evidence about these platforms of an image.</summary>
    internal async Task<IReadOnlyList<EvidenceItem>> AboutAsync(OpenedImage image, IReadOnlyList<GatePlatform> platforms, CancellationToken cancellation)
    {
        var items = new List<EvidenceItem>();
        if (options.CataloguesLayers)
        {
            using var stage = context.Progress.Stage($"Looking into the layers of {image.Name}", platforms.Count);
            foreach (var platform in platforms)
            {
                items.Add(await CatalogueAsync(image, platform, cancellation));
                stage.Advance(platform.Platform);
            }
        }

        foreach (var scanner in options.Scanners)
        {
            using var stage = context.Progress.Stage($"Scanning {image.Name} with {scanner.Name}", platforms.Count);
            foreach (var platform in platforms)
            {
                items.Add(await ScannerRun.RunAsync(scanner, image, platform, folder, NameOf(image, platform, scanner.Name + ".json"), context, options.Timeout, cancellation));
                stage.Advance(platform.Platform);
            }
        }

        return items;
    }

    // Told by the name it was given by, not by where it is on this machine.
    private static OsvDatabase Open(string folder, string root)
    {
        try
        {
            return OsvDatabase.Open(Path.GetFullPath(folder, root));
        }
        catch (EvidenceException e)
        {
            throw new EvidenceException(e.Problem, folder, e.Message, e.Line, e.Column, e);
        }
    }

    private async Task<EvidenceItem> CatalogueAsync(OpenedImage image, GatePlatform platform, CancellationToken cancellation)
    {
        var manifest = await image.Source.GetManifestAsync(image.Repository, platform.Manifest, cancellation);
        var catalogued = await ImageCatalog.ReadAsync(image.Source, image.Repository, manifest, CatalogLimits.Default, cancellation);
        _unread.AddRange(catalogued.Coverage.SelectMany(c => c.Unreadable.Select(u => $"{platform.Platform}: {u}")));
        var bom = LayerReport.BomOf(catalogued, at);
        var match = _database.Value?.Match(bom, EvidenceLimits.Default, cancellation);
        var content = CycloneDx.Write(bom, match is null ? null : LayerReport.Of(catalogued, match, image.Name, at));
        var name = NameOf(image, platform, "cdx.json");
        await WriteAsync(Path.GetFileName(name), content, cancellation);
        _boms.Add(name);
        using var written = new MemoryStream(content, writable: false);
        var document = EvidenceReader.Read(written, name, EvidenceLimits.Default, cancellation);
        return new EvidenceItem(name, document.Digest, document, Failure: null, platform.Manifest, EvidenceTrust.Made);
    }

    private async Task WriteAsync(string file, byte[] content, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(folder);
            await AtomicFile.WriteAsync(folder, file, content, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{options.EvidenceDir}` cannot be written: {e.Message}", Place: SourcePlace.OfInput(ScanGateAction.EvidenceDir.Name)));
        }
    }

    // Images of one name differ in the digest, and platforms of one image in theirs.
    private string NameOf(OpenedImage image, GatePlatform platform, string ending)
    {
        var repository = image.Repository.Repository;
        var system = platform.Platform.Length == 0 ? "image" : platform.Platform.Replace('/', '-');
        return $"{options.EvidenceDir.Replace('\\', '/').TrimEnd('/')}/{repository[(repository.LastIndexOf('/') + 1)..]}.{platform.Manifest.Hex[..12]}.{system}.{ending}";
    }
}
