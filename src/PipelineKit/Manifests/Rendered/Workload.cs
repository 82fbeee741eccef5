namespace PipelineKit.Manifests.Rendered;

/// <summary>An object that runs something.</summary>
/// <param name="Document">0-based number of its document.</param>
/// <param name="Node">Its mapping.</param>
/// <param name="Template">The mapping of its pod template; the object itself for a Pod; -1 for one that has none.</param>
internal sealed record Workload(int Document, int Node, int Template)
{
    /// <summary>The workloads of a stream, those in lists too.</summary>
    internal static List<Workload> In(RenderedYaml yaml, Func<int, bool> also)
    {
        var workloads = new List<Workload>();
        for (var i = 0; i < yaml.DocumentCount; i++)
        {
            var document = yaml.Document(i);
            if (!document.IsDamaged)
            {
                Add(yaml, i, document.Root, also, workloads);
            }
        }

        return workloads;
    }

    private static void Add(RenderedYaml yaml, int document, int node, Func<int, bool> also, List<Workload> workloads)
    {
        if (yaml.Kind(node) != YamlKind.Mapping)
        {
            return;
        }

        var kind = yaml.Child(node, "kind"u8);
        if (kind >= 0 && yaml.Child(node, "items"u8) is >= 0 and var items && yaml.ValueText(kind).EndsWith("List", StringComparison.Ordinal))
        {
            for (var item = yaml.FirstChild(items); item >= 0; item = yaml.NextSibling(item))
            {
                Add(yaml, document, item, also, workloads);
            }

            return;
        }

        var template = TemplateOf(yaml, node);
        if (template >= 0 || also(document))
        {
            workloads.Add(new Workload(document, node, template));
        }
    }

    private static int TemplateOf(RenderedYaml yaml, int node)
    {
        if (IsTemplate(yaml, node))
        {
            return node;
        }

        var spec = yaml.Child(node, "spec"u8);
        var job = Child(yaml, Child(yaml, spec, "jobTemplate"u8), "spec"u8);
        foreach (var holder in (ReadOnlySpan<int>)[spec, job, node])
        {
            if (Child(yaml, holder, "template"u8) is >= 0 and var template && IsTemplate(yaml, template))
            {
                return template;
            }
        }

        return -1;
    }

    private static bool IsTemplate(RenderedYaml yaml, int node) => Child(yaml, Child(yaml, node, "spec"u8), "containers"u8) >= 0;

    private static int Child(RenderedYaml yaml, int node, ReadOnlySpan<byte> key) => node < 0 ? -1 : yaml.Child(node, key);
}
