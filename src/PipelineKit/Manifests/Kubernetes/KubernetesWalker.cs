namespace PipelineKit.Manifests;

/// <summary>Goes through one object and adds its images.</summary>
internal sealed class KubernetesWalker(SiteSink sink, IReadOnlyList<ImageRule> rules, YamlAnchors anchors)
{
    private static readonly string[] Endings =
        [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".iso", ".img", ".qcow2", ".raw", ".vmdk", ".vhd", ".vhdx", ".ova"];

    private readonly YamlTrail _trail = new();

    /// <summary>Walks an object; objects within it (items of a List, embedded templates) count as what they say they are.</summary>
    internal void Object(YamlNode node, KubernetesObject type)
    {
        if (type.OnlyTalksAboutImages)
        {
            if (rules.Any(r => r.Kind == ImageRuleKind.Key))
            {
                KeysOnly(node);
            }

            return;
        }

        if (type.IsHelmRelease && node["spec"]?["values"] is { } values)
        {
            HelmValuesFinder.Values(values, _trail.With("spec.values"), sink, static () => null);
        }

        if (type.IsFluxKustomization && node["spec"]?["images"] is { } images)
        {
            KustomizeFinder.Images(images, _trail.With("spec.images"), sink);
        }

        Mapping(node, type, parent: "", isObject: true);
    }

    private void Node(YamlNode node, KubernetesObject type, string parent)
    {
        if (node.Kind == YamlKind.Mapping)
        {
            if (KubernetesObject.Of(node) is { } inner)
            {
                Object(node, inner);
            }
            else
            {
                Mapping(node, type, parent, isObject: false);
            }

            return;
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            if (node.Items[i].Kind != YamlKind.Scalar)
            {
                _trail.Push(i);
                Node(node.Items[i], type, parent);
                _trail.Pop();
            }
        }
    }

    private void Mapping(YamlNode node, KubernetesObject type, string parent, bool isObject)
    {
        foreach (var entry in node.Entries)
        {
            if (entry.Key is "metadata" or "managedFields" or "annotations" or "openAPIV3Schema" || (isObject && entry.Key == "status"))
            {
                continue;
            }

            _trail.Push(entry.Key);
            if (entry.Value.Kind == YamlKind.Scalar)
            {
                Scalar(entry, type, parent);
            }
            else
            {
                Collection(node, entry, type, parent);
            }

            _trail.Pop();
        }
    }

    private void Collection(YamlNode mapping, YamlEntry entry, KubernetesObject type, string parent)
    {
        switch (entry.Key)
        {
            case "image":
                if (parent == "volumes" && entry.Value["reference"] is { } reference)
                {
                    sink.Whole(anchors.Resolve(reference), _trail.With("reference"));
                }

                return;
            case "values" when type.IsHelmRelease && parent == "spec":
            case "images" when type.IsFluxKustomization && parent == "spec":
                return;
            case "source" or "sources" when type.IsArgo:
                Sources(entry.Value);
                return;
            case "params" when type.IsTekton && mapping["resolver"]?.Text == "bundles":
                Bundles(entry.Value);
                break;
            case "args" or "command":
                ContainerRules.Arguments(entry.Value, _trail.ToString(), rules, sink);
                break;
            case "env":
                ContainerRules.Environment(entry.Value, _trail.ToString(), rules, sink);
                break;
        }

        Node(entry.Value, type, entry.Key);
    }

    private void Scalar(YamlEntry entry, KubernetesObject type, string parent)
    {
        if (entry.Key == "image")
        {
            Image(entry.Value, type, parent);
        }
        else if (entry.Key == "imageName" && (type.IsCloudNativePg || entry.Value.Text.AsSpan().ContainsAny('/', ':')))
        {
            sink.Whole(anchors.Resolve(entry.Value), _trail.ToString(), isCertain: type.IsCloudNativePg);
        }
        else if (entry.Key == "bundle" && type.IsTekton && parent is "taskRef" or "pipelineRef")
        {
            sink.Whole(anchors.Resolve(entry.Value), _trail.ToString());
        }
        else if (rules.Any(r => r.Kind == ImageRuleKind.Key && r.Matches(entry.Key)))
        {
            sink.Whole(anchors.Resolve(entry.Value), _trail.ToString());
        }
    }

    /// <summary>A container's image is certain. Elsewhere in a custom resource a bare word may be the name of anything, of a machine image for one.</summary>
    private void Image(YamlNode value, KubernetesObject type, string parent)
    {
        var image = anchors.Resolve(value);
        if (parent is "containers" or "initContainers" or "ephemeralContainers")
        {
            sink.Whole(image, _trail.ToString(), isCertain: !image.Text.Contains('*', StringComparison.Ordinal));
        }
        else if (parent is "steps" or "sidecars" or "stepTemplate" or "container" or "script"
            || (image.Text.AsSpan().ContainsAny("/:@") && !IsPictureOrDisk(image.Text)))
        {
            sink.Whole(image, _trail.ToString(), isCertain: false);
        }
    }

    /// <summary>A path to a picture or a disk, or the machine image of a cloud (<c>projects/debian-cloud/global/images/debian-12</c>).</summary>
    internal static bool IsPictureOrDisk(string text) =>
        Array.Exists(Endings, e => text.EndsWith(e, StringComparison.OrdinalIgnoreCase))
        || (text.StartsWith("projects/", StringComparison.Ordinal) && text.Contains("/global/images/", StringComparison.Ordinal));

    private void Sources(YamlNode sources)
    {
        if (sources.Kind == YamlKind.Mapping)
        {
            ArgoSource.Add(sources, _trail.ToString(), sink);
            return;
        }

        for (var i = 0; i < sources.Items.Count; i++)
        {
            ArgoSource.Add(sources.Items[i], $"{_trail}[{i}]", sink);
        }
    }

    /// <summary>The bundle of Tekton's bundle resolver is the parameter of that name.</summary>
    private void Bundles(YamlNode parameters)
    {
        foreach (var parameter in parameters.Items)
        {
            if (parameter["name"]?.Text == "bundle" && parameter["value"] is { Kind: YamlKind.Scalar } value)
            {
                sink.Whole(anchors.Resolve(value), _trail.With("bundle"), isCertain: false);
            }
        }
    }

    private void KeysOnly(YamlNode node)
    {
        foreach (var entry in node.Entries)
        {
            _trail.Push(entry.Key);
            if (entry.Value.Kind == YamlKind.Scalar && rules.Any(r => r.Kind == ImageRuleKind.Key && r.Matches(entry.Key)))
            {
                sink.Whole(entry.Value, _trail.ToString());
            }
            else if (entry.Key is not ("status" or "metadata"))
            {
                KeysOnly(entry.Value);
            }

            _trail.Pop();
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            _trail.Push(i);
            KeysOnly(node.Items[i]);
            _trail.Pop();
        }
    }
}
