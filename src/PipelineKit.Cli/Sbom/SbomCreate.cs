using System.Security.Cryptography;
using System.Text;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Images;

namespace PipelineKit.Cli.Sbom;

/// <summary>Lists the packages of one image from its layers.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class SbomCreate(CommandContext context)
{
    private const int RequestsAtOnce = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public Task<CommandReport> RunAsync(string image, CancellationToken cancellation)
    {
        var settings = RegistryInputs.Read(context, "", RequestsAtOnce, Limit);
        context.Inputs.ThrowIfAny();
        return TimeLimit.RunAsync(Limit, context.Time, within => ListAsync(image, settings, within), remedy: null, cancellation);
    }

    private async Task<CommandReport> ListAsync(string image, RegistrySettings settings, CancellationToken cancellation)
    {
        using var access = ImageAccess.Open(settings, context);
        await using var opened = await ImageOpener.OpenAsync(image, mayResolve: true, access, context, cancellation);
        var platform = Choose(opened);
        var manifest = await opened.Source.GetManifestAsync(opened.Repository, platform.Manifest, cancellation);
        var catalogued = await ImageCatalog.ReadAsync(opened.Source, opened.Repository, manifest, CatalogLimits.Default, cancellation);
        foreach (var part in catalogued.Coverage)
        {
            foreach (var unreadable in part.Unreadable)
            {
                context.Progress.Detail($"not read: {part.Ecosystem}: {unreadable}");
            }
        }

        var bom = catalogued.Bom with
        {
            Serial = Serial(catalogued),
            Created = context.Time.GetUtcNow(),
            Tools = [new BomTool(Product.Program, Product.Version)],
            SubjectDigests = [catalogued.Manifest],
            Platform = catalogued.Platform,
        };
        return new CommandReport
        {
            Exit = ExitCode.Ok,
            Headline = $"{bom.Components.Count} components in {opened.Name} ({catalogued.Platform}).",
            StandardOutput = Encoding.UTF8.GetString(CycloneDx.Write(bom, report: null)),
            Summary = new Summary("Bill of materials", []),
            Result = default,
        };
    }

    private GatePlatform Choose(OpenedImage image)
    {
        var wanted = context.Inputs.Get(SbomCommand.Platform);
        var fitting = image.Platforms.Where(p => wanted.Length == 0 || p.Platform == wanted).ToArray();
        return fitting.Length == 1 ? fitting[0] : throw new FailureException(new Failure(
            FailureCodes.BadInputValue,
            $"The image {image.Name} is there for {string.Join(", ", image.Platforms.Select(p => p.Platform))}{(wanted.Length == 0 ? "" : $", and not for `{wanted}`")}.",
            $"Name one of them: `--{SbomCommand.Platform.Name} {image.Platforms[0].Platform}`.",
            SourcePlace.OfInput(SbomCommand.Platform.Name)));
    }

    // The same image listed by the same program is the same list: a UUID of version 8 (RFC 9562) of both.
    private static string Serial(CataloguedImage image)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Product.Program} {Product.Version} {image.Manifest.Text}"), digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(digest[..16], bigEndian: true):D}";
    }
}
