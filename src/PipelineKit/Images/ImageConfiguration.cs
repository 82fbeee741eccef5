using System.Text.Json;
using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.Images;

/// <summary>The configuration of an image (OCI image specification, config.md), as far as it says what the image is.</summary>
internal static class ImageConfiguration
{
    private const int MaximumBytes = 8 << 20;
    private const int MaximumLayers = 10_000;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>One image: its platform as the index has it, else as its configuration has it, and its uncompressed layers.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="repository">What to ask with.</param>
    /// <param name="image">Its manifest.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="RegistryException">It cannot be had, or is no configuration of an image.</exception>
    internal static async Task<GatePlatform> ReadAsync(IImageSource source, ImageReference repository, Descriptor image, CancellationToken cancellation)
    {
        var manifest = await source.GetManifestAsync(repository, image.Digest, cancellation);
        var place = $"{repository.Registry}/{repository.Repository}@{image.Digest}";
        var config = manifest.Config ?? throw Wrong(place, "it is an index where an image was expected");
        if (config.MediaType is not ("application/vnd.oci.image.config.v1+json" or "application/vnd.docker.container.image.v1+json"))
        {
            throw Wrong(place, $"it is no container image: its configuration is of the type `{config.MediaType}`");
        }

        if (config.Size > MaximumBytes)
        {
            throw Wrong(place, $"its configuration of {config.Size} bytes is larger than the {MaximumBytes} allowed");
        }

        var bytes = new byte[config.Size];
        await using (var stream = await source.OpenBlobAsync(repository, config, cancellation))
        {
            await stream.ReadExactlyAsync(bytes, cancellation);
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return Read(document.RootElement, image, config.Digest, place);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new RegistryException(RegistryProblem.Protocol, place, "its configuration is not the JSON it should be", inner: e);
        }
    }

    private static GatePlatform Read(JsonElement root, Descriptor image, Digest config, string place)
    {
        var diffIds = root.GetProperty("rootfs"u8, JsonValueKind.Object, place).GetProperty("diff_ids"u8, JsonValueKind.Array, place);
        if (diffIds.GetArrayLength() > MaximumLayers)
        {
            throw Wrong(place, $"its configuration has more than {MaximumLayers} layers");
        }

        var layers = new List<Digest>();
        foreach (var item in diffIds.EnumerateArray())
        {
            layers.Add(Digest.TryParse(item.GetString(), out var digest) ? digest : throw Wrong(place, "its configuration has a `diff_ids` that is no digest"));
        }

        var own = new Platform(Text(root, "os"u8), Text(root, "architecture"u8), Text(root, "variant"u8) is { Length: > 0 } variant ? variant : null);
        var platform = image.Platform is { IsUnknown: false } listed ? listed : own;
        return new GatePlatform(NameOf(platform), image.Digest, config, layers);
    }

    // As scanners and users write it: the variant that goes without saying is left out.
    private static string NameOf(Platform platform) =>
        platform is { Os.Length: 0 } or { Architecture.Length: 0 }
            ? ""
            : ((platform.Architecture, platform.Variant) is ("arm64", "v8") or ("amd64", "v1") ? platform with { Variant = null } : platform).ToString();

    private static string Text(JsonElement root, ReadOnlySpan<byte> name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement GetProperty(this JsonElement parent, ReadOnlySpan<byte> name, JsonValueKind kind, string place) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw Wrong(place, $"its configuration has no `{System.Text.Encoding.UTF8.GetString(name)}`");

    private static RegistryException Wrong(string place, string what) => new(RegistryProblem.Protocol, place, what);
}
