namespace PipelineKit.Manifests.Rendered;

/// <summary>Whether each document is a Kubernetes object.</summary>
internal static class ObjectCheck
{
    internal static void Run(RenderedYaml yaml, List<YamlFault> faults)
    {
        var before = faults.Count;
        for (var i = 0; i < yaml.DocumentCount; i++)
        {
            var document = yaml.Document(i);
            if (!document.IsDamaged && !yaml.IsNull(document.Root))
            {
                Object(yaml, document, document.Root, faults);
            }
        }

        if (before > 0 && faults.Count > before)
        {
            faults.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        }
    }

    private static bool Object(RenderedYaml yaml, in RenderedDocument document, int node, List<YamlFault> faults)
    {
        if (yaml.Kind(node) != YamlKind.Mapping)
        {
            faults.Add(new YamlFault(document.Number, yaml.Span(node).Start, "what should be a Kubernetes object is not a mapping", "Give it `apiVersion`, `kind` and `metadata`."));
            return false;
        }

        if (!HasText(yaml, document, node, "apiVersion"u8, faults) || !HasText(yaml, document, node, "kind"u8, faults))
        {
            return false;
        }

        var kind = yaml.Child(node, "kind"u8);
        var items = yaml.Child(node, "items"u8);
        if (items < 0 || !yaml.Text.Span.Slice(yaml.Span(kind).Start, yaml.Span(kind).Length).SequenceEqual("List"u8))
        {
            return true;
        }

        for (var item = yaml.FirstChild(items); item >= 0; item = yaml.NextSibling(item))
        {
            if (!Object(yaml, document, yaml.Resolve(item), faults))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasText(RenderedYaml yaml, in RenderedDocument document, int node, ReadOnlySpan<byte> key, List<YamlFault> faults)
    {
        var child = yaml.Child(node, key);
        if (child >= 0 && yaml.IsText(child) && yaml.Span(yaml.Resolve(child)).Length > 0)
        {
            return true;
        }

        var name = System.Text.Encoding.UTF8.GetString(key);
        faults.Add(child < 0
            ? new YamlFault(document.Number, yaml.Span(node).Start, $"the object has no `{name}`", $"Write `{name}` at the top of the object.")
            : new YamlFault(document.Number, yaml.Span(child).Start, $"`{name}` is not text", "Put the value in quotes if it looks like a number, a boolean or null."));
        return false;
    }
}
