using PipelineKit.Ci;
using PipelineKit.Evidence;
using PipelineKit.Images;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.ScanGate;

/// <summary>Finds what an image is compared with.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="inputs">The files that were named.</param>
/// <param name="context">What the command may reach.</param>
/// <param name="access">The registries; there unless neither an image is judged nor compared with.</param>
/// <param name="made">Makes evidence about images.</param>
internal sealed class BaselineSource(ScanGateOptions options, GateInputFiles inputs, CommandContext context, ImageAccess? access, ImageEvidence made)
{
    /// <summary>The baseline; null when nothing is compared.</summary>
    /// <param name="image">The image that is judged; null for none.</param>
    /// <param name="platforms">The platforms of it that count.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task<GateBaseline?> FindAsync(OpenedImage? image, IReadOnlyList<GatePlatform> platforms, CancellationToken cancellation)
    {
        var compared = options.CompareTo;
        if (inputs.Before.Count > 0)
        {
            using var stage = context.Progress.Stage("Reading what it is compared with", inputs.Before.Count);
            return new GateBaseline(string.Join(", ", inputs.Before.Select(f => f.Name)), Digest: null, EvidenceFiles.Read(inputs.Before, stage.Advance, cancellation));
        }

        if (inputs.Lock is { } file)
        {
            var name = $"lock:{file.Name}";
            return image is not null && Locked(file, image.Repository) is { } locked
                ? await OfImageAsync(locked, platforms, cancellation) is var baseline ? baseline with { Name = name } : null
                : new GateBaseline(name, Digest: null, []);
        }

        return compared.Image.Length > 0 ? await OfImageAsync(compared.Image, platforms, cancellation) : null;
    }

    private async Task<GateBaseline> OfImageAsync(string text, IReadOnlyList<GatePlatform> platforms, CancellationToken cancellation)
    {
        await using var image = await ImageOpener.OpenAsync(text, mayResolve: false, access!, context, cancellation);
        var wanted = platforms.Select(p => p.Platform).ToHashSet(StringComparer.Ordinal);
        var same = image.Platforms.Where(p => wanted.Count == 0 || wanted.Contains(p.Platform)).ToList();
        return new GateBaseline(text, image.Digest, await made.AboutAsync(image, same, cancellation));
    }

    private static string? Locked(InputFile path, ImageReference repository)
    {
        var file = SmallFile.Read(path);
        var found = LockedImages.From(LockForms.Read(file.Content, file.Name)).Find($"{repository.Registry}/{repository.Repository}");
        return found.IsFound ? found.Pinned : null;
    }
}
