namespace PipelineKit.Manifests;

/// <summary>The <c>images</c> of a Kustomization or Component, and of what borrowed its form (Flux Kustomization).</summary>
public static class KustomizeFinder
{
    /// <summary>Whether a document says it is a Kustomization or Component of kustomize; one without a kind is known by its file name only.</summary>
    public static bool LooksLike(IReadOnlyList<YamlNode> documents) => documents.Any(IsKustomization);

    /// <summary>Whether the file name is one kustomize looks for.</summary>
    /// <param name="path">With <c>/</c>.</param>
    public static bool IsFileName(string path) =>
        path[(path.LastIndexOf('/') + 1)..] is "kustomization.yaml" or "kustomization.yml" or "Kustomization";

    /// <summary>Adds what the file names.</summary>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink)
    {
        foreach (var document in documents)
        {
            Document(document, sink);
        }
    }

    internal static bool IsKustomization(YamlNode document) =>
        document["kind"]?.Text is "Kustomization" or "Component"
        && (document["apiVersion"] is null || document["apiVersion"]!.Text.StartsWith("kustomize.config.k8s.io/", StringComparison.Ordinal));

    internal static void Document(YamlNode document, SiteSink sink)
    {
        if (document["images"] is { } images)
        {
            Images(images, "images", sink);
        }

        var charts = document["helmCharts"]?.Items ?? [];
        for (var i = 0; i < charts.Count; i++)
        {
            if (charts[i]["valuesInline"] is { } values)
            {
                HelmValuesFinder.Values(values, $"helmCharts[{i}].valuesInline", sink, static () => null);
            }
        }
    }

    /// <summary>A list of <c>name</c>, <c>newName</c>, <c>newTag</c>, <c>digest</c>. The digest wins over the tag, as kustomize has it.</summary>
    internal static void Images(YamlNode images, string where, SiteSink sink)
    {
        for (var i = 0; i < images.Items.Count; i++)
        {
            Image(images.Items[i], $"{where}[{i}]", sink);
        }
    }

    private static void Image(YamlNode image, string where, SiteSink sink)
    {
        if (image["name"] is not { Kind: YamlKind.Scalar } nameNode)
        {
            return;
        }

        var newName = image["newName"]?.Text ?? "";
        var name = newName.Length > 0 ? newName : nameNode.Text;
        var tag = image["newTag"];
        if (image["digest"] is { Kind: YamlKind.Scalar } digest)
        {
            DigestSites.Add(digest, SiteForm.DigestValue, name, tag?.Text, where + ".digest", sink);
        }
        else if (tag is { Kind: YamlKind.Scalar, Text.Length: > 0 } && image["tagSuffix"] is { Kind: YamlKind.Scalar, Text.Length: > 0 } suffix)
        {
            // kustomize puts the suffix behind the whole of `newTag`, so behind a digest in it.
            sink.Value(tag, SiteForm.TagOnly, $"{name}:{tag.Text}{suffix.Text}", where + ".newTag", NotPinnable.NoPlace);
        }
        else if (tag is { Kind: YamlKind.Scalar, Text.Length: > 0 })
        {
            sink.Tag(tag, name, where + ".newTag");
        }
        else
        {
            sink.Value(newName.Length > 0 ? image["newName"]! : nameNode, SiteForm.WholeReference, name, where, NotPinnable.NoPlace);
        }
    }
}
