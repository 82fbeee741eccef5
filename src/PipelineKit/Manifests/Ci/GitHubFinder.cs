namespace PipelineKit.Manifests.Ci;

/// <summary>
/// GitHub workflows (<c>uses</c> of steps and of jobs, <c>container</c>, <c>services</c>) and action metadata (<c>runs.steps</c>, <c>runs.image</c>).
/// What an action is given under <c>with:</c> is its own business and never looked at.
/// </summary>
public static class GitHubFinder
{
    /// <summary>Whether it has what every workflow has: <c>on</c> and a mapping of <c>jobs</c>.</summary>
    public static bool LooksLikeWorkflow(IReadOnlyList<YamlNode> documents) =>
        documents.Any(d => d["jobs"] is { Kind: YamlKind.Mapping } jobs && d["on"] is not null
            && jobs.Entries.Any(j => j.Value["steps"] is not null || j.Value["uses"] is not null || j.Value["runs-on"] is not null));

    /// <summary>Whether it has what every action has: <c>runs</c> with <c>using</c>.</summary>
    public static bool LooksLikeAction(IReadOnlyList<YamlNode> documents) => documents.Any(d => d["runs"]?["using"] is { Kind: YamlKind.Scalar });

    /// <summary>Adds every reference of a workflow or action.</summary>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink)
    {
        foreach (var document in documents)
        {
            foreach (var job in document["jobs"]?.Entries ?? [])
            {
                FindInJob(job.Value, $"jobs.{job.Key}", sink);
            }

            if (document["runs"] is { } runs)
            {
                FindInSteps(runs["steps"], "runs.steps", sink);
                if (runs["image"] is { } image)
                {
                    UsesFinder.FindImage(image, "runs.image", sink);
                }
            }
        }
    }

    private static void FindInJob(YamlNode job, string where, SiteSink sink)
    {
        if (job["uses"] is { } uses)
        {
            UsesFinder.Find(uses, where + ".uses", sink);
        }

        if (job["container"] is { } container)
        {
            ImageOf(container, where + ".container", sink);
        }

        foreach (var service in job["services"]?.Entries ?? [])
        {
            ImageOf(service.Value, $"{where}.services.{service.Key}", sink);
        }

        FindInSteps(job["steps"], where + ".steps", sink);
    }

    private static void FindInSteps(YamlNode? steps, string where, SiteSink sink)
    {
        for (var i = 0; i < (steps?.Items.Count ?? 0); i++)
        {
            var step = steps!.Items[i];
            if (step["uses"] is { } uses)
            {
                UsesFinder.Find(uses, $"{where}[{i}].uses", sink);
            }

            FindInSteps(step["parallel"], $"{where}[{i}].parallel", sink);
        }
    }

    private static void ImageOf(YamlNode node, string where, SiteSink sink)
    {
        if (node.Kind == YamlKind.Scalar)
        {
            sink.Whole(node, where);
        }
        else if (node["image"] is { Kind: YamlKind.Scalar } image)
        {
            sink.Whole(image, where + ".image");
        }
    }
}
