namespace PipelineKit.Manifests.Ci;

/// <summary>
/// Azure Pipelines: <c>resources.containers[].image</c>, and <c>container</c> and <c>services</c> of the pipeline and of its jobs, also in templates.
/// <c>pool.image</c> and <c>vmImage</c> name machines, and a container named by its alias is pinned where the alias is declared.
/// </summary>
public static class AzureFinder
{
    private static readonly string[] Lists = ["stages", "jobs", "steps"];
    private static readonly string[] OfPipelines = ["trigger", "pr", "pool", "resources", "schedules", "extends"];
    private static readonly string[] NotWalked = ["pool", "variables", "inputs", "env", "trigger", "pr", "schedules"];

    /// <summary>Whether it has a list of stages, jobs or steps at the root, or extends a template, as pipelines and their templates do.</summary>
    public static bool LooksLike(IReadOnlyList<YamlNode> documents) =>
        documents is [{ Kind: YamlKind.Mapping } root, ..] && root["apiVersion"] is null && root["runs"] is null && root["on"] is null
        && (Array.Exists(Lists, l => root[l]?.Kind == YamlKind.Sequence && HasItemsOf(root[l]!)) || root["extends"]?["template"] is not null
            || root["resources"]?["containers"] is { Kind: YamlKind.Sequence });

    /// <summary>Adds every reference of a pipeline or template.</summary>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink)
    {
        foreach (var document in documents)
        {
            var walk = new AzureWalk(document, sink);
            walk.Run();
        }
    }

    private static bool HasItemsOf(YamlNode list) =>
        list.Items.Any(i => i.Entries.Any(e => e.Key is "stage" or "job" or "deployment" or "template" or "task" or "script" or "bash" or "pwsh" or "powershell" or "checkout"
            || e.Key.StartsWith("${{", StringComparison.Ordinal)));

    private sealed class AzureWalk
    {
        private readonly YamlNode _root;
        private readonly SiteSink _sink;
        private readonly HashSet<string> _aliases = new(StringComparer.OrdinalIgnoreCase);
        private readonly bool _isPipeline;

        internal AzureWalk(YamlNode root, SiteSink sink)
        {
            _root = root;
            _sink = sink;
            _isPipeline = Array.Exists(OfPipelines, k => root[k] is not null);
        }

        internal void Run()
        {
            foreach (var (entry, _) in Flat(_root, "").Where(e => e.Entry.Key == "resources"))
            {
                CollectAliases(entry.Value["containers"]);
            }

            Walk(_root, "", isJob: true);
        }

        private void CollectAliases(YamlNode? containers)
        {
            foreach (var (item, _) in FlatItems(containers, ""))
            {
                if (item["container"] is { Kind: YamlKind.Scalar } alias)
                {
                    _aliases.Add(alias.Text);
                }
            }
        }

        private void Walk(YamlNode node, string where, bool isJob)
        {
            foreach (var (item, at) in FlatItems(node, where))
            {
                Walk(item, at, item["job"] is not null || item["deployment"] is not null);
            }

            foreach (var (entry, at) in Flat(node, where))
            {
                switch (entry.Key)
                {
                    case "container" when isJob:
                        Container(entry.Value, at);
                        break;
                    case "services" when isJob:
                        foreach (var (service, name) in Flat(entry.Value, at))
                        {
                            Container(service.Value, name);
                        }

                        break;
                    case "resources":
                        Resources(entry.Value["containers"], at + ".containers");
                        break;
                    case var key when !NotWalked.Contains(key, StringComparer.Ordinal):
                        Walk(entry.Value, at, isJob: false);
                        break;
                }
            }
        }

        private void Resources(YamlNode? containers, string where)
        {
            foreach (var (item, at) in FlatItems(containers, where))
            {
                if (item["image"] is { Kind: YamlKind.Scalar } image)
                {
                    _sink.Whole(image, at + ".image");
                }
            }
        }

        // A bare word is an alias; in a template it may be declared by whoever uses the template.
        private void Container(YamlNode node, string where)
        {
            if (node.Kind == YamlKind.Mapping)
            {
                foreach (var (entry, at) in Flat(node, where).Where(e => e.Entry.Key == "image" && e.Entry.Value.Kind == YamlKind.Scalar))
                {
                    _sink.Whole(entry.Value, at);
                }
            }
            else if (node.Kind == YamlKind.Scalar && !_aliases.Contains(node.Text) && !HasExpression(node.Text)
                && (_isPipeline || node.Text.AsSpan().ContainsAny(':', '/')))
            {
                _sink.Whole(node, where);
            }
        }

        private static bool HasExpression(string text) =>
            text.Contains("${{", StringComparison.Ordinal) || text.Contains("$(", StringComparison.Ordinal) || text.Contains("$[", StringComparison.Ordinal);

        // What stands below `${{ if ... }}:` belongs to what is around it.
        private static IEnumerable<(YamlEntry Entry, string Where)> Flat(YamlNode node, string where)
        {
            foreach (var entry in node.Entries)
            {
                if (!entry.Key.StartsWith("${{", StringComparison.Ordinal))
                {
                    yield return (entry, where.Length == 0 ? entry.Key : $"{where}.{entry.Key}");
                    continue;
                }

                foreach (var inner in Flat(entry.Value, where))
                {
                    yield return inner;
                }
            }
        }

        private static IEnumerable<(YamlNode Item, string Where)> FlatItems(YamlNode? node, string where)
        {
            for (var i = 0; i < (node?.Items.Count ?? 0); i++)
            {
                var item = node!.Items[i];
                yield return (item, $"{where}[{i}]");
                foreach (var entry in item.Entries.Where(e => e.Key.StartsWith("${{", StringComparison.Ordinal)))
                {
                    foreach (var inner in FlatItems(entry.Value, $"{where}[{i}]"))
                    {
                        yield return inner;
                    }
                }
            }
        }
    }
}
