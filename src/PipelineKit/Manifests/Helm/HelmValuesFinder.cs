namespace PipelineKit.Manifests;

/// <summary>
/// Images in Helm values, in the shapes charts use: <c>image: name:tag</c>; <c>repository</c> and <c>tag</c>, maybe with <c>registry</c>; an empty tag, for which
/// templates fall back to the chart's <c>appVersion</c>; and a <c>digest</c> or <c>sha</c> key, which is then the place to pin.
/// </summary>
public static class HelmValuesFinder
{
    /// <summary>Whether a document has the look of values: somewhere in it an image with repository and tag, or an image key.</summary>
    public static bool LooksLike(IReadOnlyList<YamlNode> documents) =>
        documents.Any(d => d.Kind == YamlKind.Mapping && d["apiVersion"] is null && d["kind"] is null && HasImage(d, ""));

    /// <summary>Adds what the file names.</summary>
    /// <param name="documents">The file.</param>
    /// <param name="sink">Takes the sites.</param>
    /// <param name="appVersion">Asked when a tag is empty: the <c>appVersion</c> of the chart the values belong to, or null when there is none.</param>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink, Func<string?> appVersion)
    {
        var anchors = new YamlAnchors(documents);
        foreach (var document in documents)
        {
            new HelmValuesWalker(sink, new YamlTrail(), anchors, appVersion).Walk(document, "");
        }
    }

    internal static void Values(YamlNode values, string where, SiteSink sink, Func<string?> appVersion)
    {
        var trail = new YamlTrail();
        trail.Push(where);
        new HelmValuesWalker(sink, trail, new YamlAnchors([values]), appVersion).Walk(values, "");
    }

    private static bool HasImage(YamlNode node, string key) =>
        HelmImage.In(node, key).Any()
        || node.Entries.Any(e => (HelmImage.IsImageKey(e.Key) && e.Value is { Kind: YamlKind.Scalar, Span.Length: > 0 }) || HasImage(e.Value, e.Key))
        || node.Items.Any(i => HasImage(i, ""));
}
