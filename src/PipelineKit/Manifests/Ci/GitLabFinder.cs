namespace PipelineKit.Manifests.Ci;

/// <summary>GitLab CI: <c>image</c> and <c>services</c> of the file, of <c>default</c>, and of every job and template of jobs.</summary>
public static class GitLabFinder
{
    private static readonly string[] NoJobs = ["variables", "stages", "include", "workflow", "cache", "spec", "image", "services"];

    /// <summary>Whether it has jobs as GitLab writes them: at the root, with a <c>script</c>.</summary>
    public static bool LooksLike(IReadOnlyList<YamlNode> documents) =>
        documents.Any(d => d["jobs"] is null && d["apiVersion"] is null && d["runs"] is null
            && d.Entries.Any(e => e.Value.Kind == YamlKind.Mapping && e.Value["script"] is not null && !NoJobs.Contains(e.Key, StringComparer.Ordinal)));

    /// <summary>Adds every reference of a GitLab CI file.</summary>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink)
    {
        foreach (var document in documents)
        {
            FindIn(document, "", sink);
            foreach (var entry in document.Entries.Where(e => e.Value.Kind == YamlKind.Mapping && !NoJobs.Contains(e.Key, StringComparer.Ordinal)))
            {
                FindIn(entry.Value, entry.Key + ".", sink);
            }
        }
    }

    private static void FindIn(YamlNode job, string where, SiteSink sink)
    {
        if (job["image"] is { } image)
        {
            NameOf(image, where + "image", sink);
        }

        for (var i = 0; i < (job["services"]?.Items.Count ?? 0); i++)
        {
            NameOf(job["services"]!.Items[i], $"{where}services[{i}]", sink);
        }
    }

    private static void NameOf(YamlNode node, string where, SiteSink sink)
    {
        if (node.Kind == YamlKind.Scalar)
        {
            sink.Whole(node, where);
        }
        else if (node["name"] is { Kind: YamlKind.Scalar } name)
        {
            sink.Whole(name, where + ".name");
        }
    }
}
