namespace PipelineKit.Manifests.Rendered;

/// <summary>An object of a stream, with the bytes of its document.</summary>
/// <param name="Document">0-based number of the document.</param>
/// <param name="Bytes">The document without its markers.</param>
/// <param name="ApiVersion">As written; empty when it has none.</param>
/// <param name="Kind">As written; empty when it has none.</param>
/// <param name="Namespace">Of its metadata, or null.</param>
/// <param name="Name">Of its metadata, or null, as for a <c>List</c>.</param>
public sealed record ManifestPart(int Document, ByteSpan Bytes, string ApiVersion, string Kind, string? Namespace, string? Name);

/// <summary>A stream as its documents.</summary>
public static class ManifestSplit
{
    /// <summary>The documents that are mappings, in order; empty ones and damaged ones are left out.</summary>
    public static IReadOnlyList<ManifestPart> Parts(RenderedYaml yaml)
    {
        var parts = new List<ManifestPart>(yaml.DocumentCount);
        for (var i = 0; i < yaml.DocumentCount; i++)
        {
            var document = yaml.Document(i);
            if (document.IsDamaged || yaml.Kind(document.Root) != YamlKind.Mapping)
            {
                continue;
            }

            var metadata = yaml.Child(document.Root, "metadata"u8);
            parts.Add(new ManifestPart(
                i,
                new ByteSpan(document.Start, document.End - document.Start),
                TextOf(yaml, document.Root, "apiVersion"u8) ?? "",
                TextOf(yaml, document.Root, "kind"u8) ?? "",
                TextOf(yaml, metadata, "namespace"u8),
                TextOf(yaml, metadata, "name"u8)));
        }

        return parts;
    }

    private static string? TextOf(RenderedYaml yaml, int node, ReadOnlySpan<byte> key) =>
        node >= 0 && yaml.Child(yaml.Resolve(node), key) is >= 0 and var child && !yaml.IsNull(child) ? yaml.ValueText(child) : null;
}
