using PipelineKit.Oci;

namespace PipelineKit.Manifests;

/// <summary>Images in the source of an Argo CD Application: <c>kustomize.images</c>, <c>helm.parameters</c>, <c>helm.valuesObject</c>.</summary>
internal static class ArgoSource
{
    /// <summary>Adds what the mapping with <c>kustomize</c> and <c>helm</c> keys names.</summary>
    /// <param name="source">The mapping.</param>
    /// <param name="where">Where it is, for people; may be empty.</param>
    /// <param name="sink">Takes the sites.</param>
    internal static void Add(YamlNode source, string where, SiteSink sink)
    {
        var prefix = where.Length == 0 ? "" : where + ".";
        var images = source["kustomize"]?["images"]?.Items ?? [];
        for (var i = 0; i < images.Count; i++)
        {
            KustomizeImage(images[i], $"{prefix}kustomize.images[{i}]", sink);
        }

        var helm = source["helm"];
        if (helm?["parameters"] is { } parameters)
        {
            Parameters(parameters.Items, prefix + "helm.parameters", sink);
        }

        if (helm?["valuesObject"] is { } values)
        {
            HelmValuesFinder.Values(values, prefix + "helm.valuesObject", sink, static () => null);
        }
    }

    /// <summary><c>[old=]name[:tag][@digest]</c>; a name alone leaves the tag to the manifests.</summary>
    private static void KustomizeImage(YamlNode item, string where, SiteSink sink)
    {
        if (item.Kind != YamlKind.Scalar || item.Style == ScalarStyle.Alias)
        {
            return;
        }

        var image = item.From(item.Text.IndexOf('=', StringComparison.Ordinal) + 1);
        if (ImageReference.TryParse(image.Text, out var reference, out _) && reference.Tag is null && reference.Digest is null)
        {
            sink.Value(image, SiteForm.WholeReference, image.Text, where, NotPinnable.NoPlace);
            return;
        }

        sink.Whole(image, where);
    }

    /// <summary>Pairs <c>x.repository</c> with <c>x.tag</c>; a tag whose repository is in the chart's own values is not known here.</summary>
    private static void Parameters(IReadOnlyList<YamlNode> parameters, string where, SiteSink sink)
    {
        var values = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            if (parameter["name"] is { Kind: YamlKind.Scalar } name && parameter["value"] is { Kind: YamlKind.Scalar } value)
            {
                values[name.Text] = value;
            }
        }

        foreach (var (key, value) in values)
        {
            var stem = key.EndsWith(".tag", StringComparison.Ordinal) ? key[..^3] : null;
            if (stem is not null && values.TryGetValue(stem + "repository", out var repository) && repository.Text.Length > 0 && value.Text.Length > 0)
            {
                var registry = values.TryGetValue(stem + "registry", out var r) && r.Text.Length > 0 ? r.Text + "/" : "";
                sink.Tag(value, registry + repository.Text, $"{where}.{key}");
            }
            else if (HelmImage.IsImageKey(key) && value.Text.AsSpan().ContainsAny('/', ':'))
            {
                sink.Whole(value, $"{where}.{key}", isCertain: false);
            }
        }
    }
}
