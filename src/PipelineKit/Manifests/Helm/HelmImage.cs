using PipelineKit.Oci;

namespace PipelineKit.Manifests;

/// <summary>The keys of one mapping that together name an image.</summary>
/// <param name="Name">Repository or name.</param>
/// <param name="Registry">Registry, if it has a key.</param>
/// <param name="Tag">Tag, if it has a key; may be empty.</param>
/// <param name="Digest">The separate digest, if it has a key; may be empty.</param>
internal sealed record HelmImage(YamlEntry Name, YamlNode? Registry, YamlEntry? Tag, YamlEntry? Digest)
{
    /// <summary><see cref="SiteForm.HexValue"/> for <c>sha</c>, else <see cref="SiteForm.DigestValue"/>.</summary>
    internal SiteForm DigestForm =>
        Digest!.Key.EndsWith("sha", StringComparison.OrdinalIgnoreCase) || Digest.Key.EndsWith("sha256", StringComparison.OrdinalIgnoreCase)
            ? SiteForm.HexValue
            : SiteForm.DigestValue;

    /// <summary>Registry and repository, as spelled.</summary>
    internal string FullName => Registry is { Text.Length: > 0 } ? $"{Registry.Text.TrimEnd('/')}/{Name.Value.Text}" : Name.Value.Text;

    internal static bool IsImageKey(string key) => key.EndsWith("image", StringComparison.OrdinalIgnoreCase);

    /// <summary>The images of a mapping: <c>repository</c>, <c>tag</c>, ... and the same with a prefix (<c>imageRepository</c>, <c>imageTag</c>).</summary>
    internal static IEnumerable<HelmImage> In(YamlNode mapping, string key)
    {
        if (Unprefixed(mapping, key) is { } image)
        {
            yield return image;
        }

        foreach (var entry in mapping.Entries)
        {
            if (entry.Key.Length > 3 && entry.Key.EndsWith("Tag", StringComparison.Ordinal) && Prefixed(mapping, entry) is { } prefixed)
            {
                yield return prefixed;
            }
        }
    }

    private static HelmImage? Unprefixed(YamlNode mapping, string key)
    {
        var isImage = IsImageKey(key);
        var tag = Entry(mapping, "tag") ?? (isImage ? Entry(mapping, "version") : null);
        var digest = Entry(mapping, "digest") ?? Entry(mapping, "sha") ?? Entry(mapping, "sha256");
        var name = Entry(mapping, "repository") ?? (isImage ? Entry(mapping, "name") : null) ?? (tag ?? digest) switch
        {
            null => null,
            _ => Entry(mapping, "image"),
        };
        var isComplete = tag is not null || digest is not null || isImage;
        return name is not null && isComplete && IsName(name.Value) && !IsSource(mapping)
            ? new HelmImage(name, Entry(mapping, "registry")?.Value, tag, digest)
            : null;
    }

    private static HelmImage? Prefixed(YamlNode mapping, YamlEntry tag)
    {
        var prefix = tag.Key[..^3];
        var name = Entry(mapping, prefix + "Repository") ?? Entry(mapping, prefix + "Name") ?? Entry(mapping, prefix);
        return name is not null && tag.Value.Kind == YamlKind.Scalar && IsName(name.Value)
            ? new HelmImage(name, Entry(mapping, prefix + "Registry")?.Value, tag, Entry(mapping, prefix + "Digest") ?? Entry(mapping, prefix + "Sha"))
            : null;
    }

    private static YamlEntry? Entry(YamlNode mapping, string key)
    {
        for (var i = mapping.Entries.Count - 1; i >= 0; i--)
        {
            if (mapping.Entries[i].Key == key && mapping.Entries[i].Value.Kind == YamlKind.Scalar)
            {
                return mapping.Entries[i];
            }
        }

        return null;
    }

    /// <summary>A name without a tag; not the address of a Git repository or of charts.</summary>
    private static bool IsName(YamlNode node)
    {
        var text = VariableText.Of(node.Text);
        return node.Text.Length > 0
            && !DigestSites.IsNull(node)
            && !node.Text.Contains("://", StringComparison.Ordinal)
            && !node.Text.EndsWith(".git", StringComparison.Ordinal)
            && !node.Text.StartsWith("github.com/", StringComparison.Ordinal)
            && !node.Text.StartsWith("gitlab.com/", StringComparison.Ordinal)
            && !node.Text.StartsWith("bitbucket.org/", StringComparison.Ordinal)
            && (!text.IsKnown || (ImageReference.TryParse(text.Value, out var reference, out _) && reference.Tag is null && reference.Digest is null));
    }

    private static bool IsSource(YamlNode mapping) =>
        mapping["branch"] is not null || mapping["revision"] is not null || mapping["targetRevision"] is not null || mapping["chart"] is not null;
}
