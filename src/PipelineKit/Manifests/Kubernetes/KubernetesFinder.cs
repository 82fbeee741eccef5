namespace PipelineKit.Manifests;

/// <summary>
/// Images in Kubernetes objects, plain or in a Helm template: every place of a PodSpec, the <c>image</c> fields of custom resources, and the forms of Argo CD, Flux and
/// Tekton. What only tells of images (status, annotations, schemas, events, data) is left alone.
/// </summary>
public static class KubernetesFinder
{
    /// <summary>Whether a document is an object with <c>apiVersion</c> and <c>kind</c>.</summary>
    public static bool LooksLike(IReadOnlyList<YamlNode> documents) => documents.Any(d => d["apiVersion"] is not null && d["kind"] is not null);

    /// <summary>Whether the file name is one of Argo CD's parameter overrides, which have no <c>apiVersion</c>.</summary>
    /// <param name="path">With <c>/</c>.</param>
    public static bool IsArgoSourceFileName(string path) =>
        path[(path.LastIndexOf('/') + 1)..] is var name
        && name.StartsWith(".argocd-source", StringComparison.Ordinal)
        && (name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal));

    /// <summary>Adds what the file names.</summary>
    /// <param name="documents">The file.</param>
    /// <param name="sink">Takes the sites.</param>
    /// <param name="rules">Where else to look.</param>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink, IReadOnlyList<ImageRule> rules)
    {
        var anchors = new YamlAnchors(documents);
        foreach (var document in documents)
        {
            if (KustomizeFinder.IsKustomization(document))
            {
                KustomizeFinder.Document(document, sink);
            }
            else if (KubernetesObject.Of(document) is { } kubernetesObject)
            {
                new KubernetesWalker(sink, rules, anchors).Object(document, kubernetesObject);
            }
            else if (IsArgoSourceFileName(sink.File.Path))
            {
                ArgoSource.Add(document, "", sink);
            }
        }
    }
}
