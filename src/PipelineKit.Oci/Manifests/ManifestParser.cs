using System.Text.Json;
using System.Text.Unicode;

namespace PipelineKit.Oci;

/// <summary>
/// Reads manifests and indexes (OCI image specification 1.1 manifest.md and image-index.md; Docker image manifest v2 schema 2) from the bytes
/// received. What could be understood in two ways is refused: a property given twice, an index that is also an image, a body that says
/// another type than the source does (CVE-2021-41190). Each refusal is a <see cref="RegistryException"/> with <see cref="RegistryProblem.Protocol"/>.
/// </summary>
public static class ManifestParser
{
    /// <summary>The largest manifest or index that is read, in bytes: 4 MiB, as the distribution specification suggests to registries.</summary>
    public const int MaximumSize = 4 << 20;

    /// <summary>The most children of an index, and the most layers of a manifest.</summary>
    public const int MaximumChildren = 1000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads the bytes; the digest is their sha256.</summary>
    /// <param name="bytes">As received.</param>
    /// <param name="contentType">
    /// What the source says they are (parameters are ignored). When that is as general as <c>application/json</c> the body must say it. Null is for
    /// a source that never says it: the parts then tell an OCI index from an OCI manifest.
    /// </param>
    /// <param name="source">The reference or address, for errors.</param>
    public static ManifestContent Parse(ReadOnlyMemory<byte> bytes, string? contentType, string source) =>
        Parse(bytes, contentType, Digest.Sha256(bytes.Span), source);

    /// <summary>Reads the bytes, whose digest the caller has computed, by whatever algorithm.</summary>
    internal static ManifestContent Parse(ReadOnlyMemory<byte> bytes, string? contentType, Digest digest, string source, int maximumSize = MaximumSize, int maximumChildren = MaximumChildren)
    {
        if (bytes.Length > maximumSize)
        {
            throw new RegistryException(RegistryProblem.Protocol, source, $"a manifest of {bytes.Length} bytes is larger than the {maximumSize} allowed");
        }

        if (MediaTypes.IsSchema1(MediaTypes.WithoutParameters(contentType)))
        {
            throw new RegistryException(RegistryProblem.Protocol, source, "the manifest is of schema 1, which cannot be verified from its bytes; push the image again with a current client");
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            throw new RegistryException(RegistryProblem.Protocol, source, "the manifest is not UTF-8 text");
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return Read(new ManifestJson(document.RootElement, source, "the manifest"), bytes, contentType, digest, maximumChildren);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the reader reports half of a surrogate pair in a string.
            throw new RegistryException(RegistryProblem.Protocol, source, "the manifest is not the JSON it should be: " + FirstSentence(e.Message), inner: e);
        }
    }

    private static ManifestContent Read(ManifestJson root, ReadOnlyMemory<byte> bytes, string? contentType, Digest digest, int maximumChildren)
    {
        if (root.Number("schemaVersion") != 2)
        {
            throw root.Wrong("has not `schemaVersion` 2");
        }

        var type = TypeOf(root, contentType);
        var isIndex = MediaTypes.IsIndex(type);
        if (root.Has("manifests") && (root.Has("layers") || root.Has("config") || root.Has("fsLayers")))
        {
            throw root.Wrong("has both the parts of an index and of an image");
        }

        if (isIndex != root.Has("manifests"))
        {
            throw root.Wrong(isIndex ? $"has no `manifests`, and says it is {type}" : $"has `manifests`, and says it is {type}");
        }

        return new ManifestContent(digest, type, bytes)
        {
            Manifests = isIndex ? root.Descriptors("manifests", maximumChildren) : [],
            Config = isIndex ? null : root.Descriptor("config") ?? throw root.Wrong("has no `config`"),
            Layers = isIndex ? [] : root.Descriptors("layers", maximumChildren),
            Subject = root.Descriptor("subject"),
            ArtifactType = root.Text("artifactType"),
            Annotations = root.Annotations(),
        };
    }

    private static string TypeOf(ManifestJson root, string? contentType)
    {
        var served = MediaTypes.WithoutParameters(contentType);
        var declared = root.Text("mediaType");
        var isGeneral = served is "" or "application/json" or "application/octet-stream" or "text/plain";
        var type = isGeneral ? declared ?? Implied(root, contentType) : served;
        if (declared is not null && declared != type)
        {
            throw root.Wrong($"says it is `{declared}`, its source says `{type}`");
        }

        return MediaTypes.IsIndex(type) || MediaTypes.IsManifest(type) ? type : throw root.Wrong($"is of the unknown type `{type}`");
    }

    private static string Implied(ManifestJson root, string? contentType) =>
        contentType is not null
            ? throw root.Wrong("does not say what it is, and neither does its source")
            : root.Has("manifests") ? MediaTypes.OciIndex : MediaTypes.OciManifest;

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
