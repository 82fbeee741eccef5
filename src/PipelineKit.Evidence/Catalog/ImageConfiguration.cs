using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What the configuration of an image says about its layers (OCI image specification, config.md).</summary>
/// <param name="Platform">As <c>os/architecture[/variant]</c>.</param>
/// <param name="DiffIds">Digests of the uncompressed layers, bottom first.</param>
internal sealed record ImageConfiguration(string Platform, IReadOnlyList<Digest> DiffIds)
{
    private const int MaximumSize = 8 << 20;

    internal static async Task<ImageConfiguration> ReadAsync(IImageSource source, ImageReference repository, Descriptor config, string name, CancellationToken cancellation)
    {
        if (config.Size > MaximumSize)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, name, $"the configuration of {name} has {config.Size} bytes; at most {MaximumSize} are read");
        }

        await using var stream = await source.OpenBlobAsync(repository, config, cancellation);
        var bytes = new byte[config.Size];
        var length = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (length < bytes.Length)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, name, $"the configuration of {name} ends early");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, FileReader.Json);
            return Read(document.RootElement) ?? throw new EvidenceException(EvidenceProblem.Damaged, name, $"{name} is no image: its configuration ({config.MediaType}) has no `rootfs.diff_ids`");
        }
        catch (JsonException e)
        {
            throw new EvidenceException(EvidenceProblem.Damaged, name, $"the configuration of {name} is not the JSON it should be: {e.Message}", inner: e);
        }
    }

    private static ImageConfiguration? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Member(root, "rootfs") is not { ValueKind: JsonValueKind.Object } files || Member(files, "diff_ids") is not { ValueKind: JsonValueKind.Array } listed)
        {
            return null;
        }

        var ids = new List<Digest>();
        foreach (var entry in listed.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.String || !Digest.TryParse(entry.GetString(), out var id))
            {
                return null;
            }

            ids.Add(id);
        }

        var variant = Text(root, "variant");
        return new ImageConfiguration($"{Text(root, "os") ?? "unknown"}/{Text(root, "architecture") ?? "unknown"}{(variant is null ? "" : "/" + variant)}", ids);
    }

    private static JsonElement? Member(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 and <= 100 } text ? text : null;
}
