namespace PipelineKit.Manifests;

/// <summary>
/// Images of Compose files (compose-spec, 05-services.md): <c>services.*.image</c> of services that are not built here, templates under <c>x-*</c>,
/// <c>docker-image://</c> build contexts, and volumes of type <c>image</c>.
/// </summary>
public static class ComposeFinder
{
    private const string ContextScheme = "docker-image://";

    /// <summary>Whether a document has <c>services</c> with an image or a build among them.</summary>
    public static bool LooksLike(IReadOnlyList<YamlNode> documents) =>
        documents.Any(d => d["services"] is { Kind: YamlKind.Mapping } services
            && d["apiVersion"] is null
            && d["jobs"] is null
            && services.Entries.Any(e => e.Value["image"] is not null || e.Value["build"] is not null || e.Value["extends"] is not null));

    /// <summary>Adds what the file names.</summary>
    public static void Find(IReadOnlyList<YamlNode> documents, SiteSink sink)
    {
        var anchors = new YamlAnchors(documents);
        foreach (var document in documents)
        {
            if (IsFirstVersion(document))
            {
                Services(document, "", sink, anchors);
                continue;
            }

            foreach (var entry in document.Entries)
            {
                if (entry.Key == "services")
                {
                    Services(entry.Value, "services.", sink, anchors);
                }
                else if (entry.Key.StartsWith("x-", StringComparison.Ordinal))
                {
                    Template(entry.Value, entry.Key, sink, anchors);
                }
            }
        }
    }

    // Files of version 1 have the services at the root and no key that later versions begin with.
    private static bool IsFirstVersion(YamlNode document) =>
        document.Entries.All(e => e.Value.Kind == YamlKind.Mapping && e.Key is not ("services" or "networks" or "volumes" or "configs" or "secrets")
            && !e.Key.StartsWith("x-", StringComparison.Ordinal));

    private static void Services(YamlNode services, string where, SiteSink sink, YamlAnchors anchors)
    {
        foreach (var service in services.Entries)
        {
            Service(service.Value, where + service.Key, sink, anchors);
        }
    }

    private static void Service(YamlNode service, string where, SiteSink sink, YamlAnchors anchors)
    {
        var build = service["build"];
        if (build is null && service["image"] is { } image)
        {
            sink.Whole(anchors.Resolve(image), where + ".image");
        }

        if (build?["additional_contexts"] is { } contexts)
        {
            Contexts(contexts, where + ".build.additional_contexts", sink);
        }

        foreach (var volume in service["volumes"]?.Items ?? [])
        {
            if (volume["type"]?.Text == "image" && volume["source"] is { } source)
            {
                sink.Whole(anchors.Resolve(source), where + ".volumes.source");
            }
        }
    }

    /// <summary>An extension field is a service, or holds services, when it has an image.</summary>
    private static void Template(YamlNode node, string where, SiteSink sink, YamlAnchors anchors)
    {
        if (node["image"] is { Kind: YamlKind.Scalar })
        {
            Service(node, where, sink, anchors);
            return;
        }

        foreach (var entry in node.Entries)
        {
            Template(entry.Value, $"{where}.{entry.Key}", sink, anchors);
        }
    }

    private static void Contexts(YamlNode contexts, string where, SiteSink sink)
    {
        foreach (var entry in contexts.Entries)
        {
            Context(entry.Value, 0, $"{where}.{entry.Key}", sink);
        }

        foreach (var item in contexts.Items)
        {
            Context(item, item.Text.IndexOf('=', StringComparison.Ordinal) + 1, where, sink);
        }
    }

    private static void Context(YamlNode value, int start, string where, SiteSink sink)
    {
        if (value.Text.AsSpan(start).StartsWith(ContextScheme, StringComparison.Ordinal))
        {
            sink.Whole(value.From(start + ContextScheme.Length), where);
        }
    }
}
