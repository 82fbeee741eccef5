using System.Text;
using PipelineKit.Failures;
using PipelineKit.Manifests;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Templating;

namespace PipelineKit.Render.Values;

/// <summary>Reads a values file: one YAML mapping, or JSON where the name ends in <c>.json</c>. Numbers stay exact; aliases are replaced and merge keys (<c>&lt;&lt;</c>) applied.</summary>
internal static class ValuesReader
{
    private static readonly RenderedYamlLimits Limits = new() { MaximumBytes = 8 << 20, RequiresObjects = false };

    /// <summary>The mapping of a file; an empty file has an empty one.</summary>
    /// <exception cref="FailureException">Every fault of the file, with its place.</exception>
    public static ScriptObject Read(ReadOnlyMemory<byte> content, string path)
    {
        if (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return Json(content.Span, path);
        }

        using var yaml = RenderedYaml.Read(content, Limits);
        if (yaml.Errors.Count > 0)
        {
            throw new FailureException([.. yaml.Errors.Select(e => Problem(content, path, e.Offset, e.Message, e.Remedy))]);
        }

        if (yaml.DocumentCount > 1)
        {
            throw new FailureException(Problem(content, path, yaml.Document(1).Start, "a values file is one document", "Put each document into a file of its own; later files win."));
        }

        if (yaml.NodeCount == 0 || yaml.IsNull(0))
        {
            return new ScriptObject();
        }

        return yaml.Kind(0) == YamlKind.Mapping
            ? Mapping(yaml, 0)
            : throw new FailureException(Problem(content, path, yaml.Span(0).Start, "the values are not a mapping", "Write `name: value` lines at the top level."));
    }

    private static ScriptValue Value(RenderedYaml yaml, int alias)
    {
        var node = yaml.Resolve(alias);
        switch (yaml.Kind(node))
        {
            case YamlKind.Mapping:
                return Mapping(yaml, node);
            case YamlKind.Sequence:
                var items = new ScriptArray();
                for (var child = yaml.FirstChild(node); child >= 0; child = yaml.NextSibling(child))
                {
                    items.Add(Value(yaml, child));
                }

                return items;
            default:
                return yaml.IsNull(node) ? ScriptValue.Null
                    : yaml.Style(node) == ScalarStyle.Plain ? PlainScalar.Of(yaml.ValueText(node))
                    : yaml.ValueText(node);
        }
    }

    private static ScriptObject Mapping(RenderedYaml yaml, int node)
    {
        var own = new ScriptObject();
        ScriptObject? merged = null;
        for (var child = yaml.FirstChild(node); child >= 0; child = yaml.NextSibling(child))
        {
            if (yaml.KeyIs(child, "<<"u8))
            {
                Merge(merged ??= new(), yaml, yaml.Resolve(child));
            }
            else
            {
                own.Set(yaml.KeyText(child), Value(yaml, child));
            }
        }

        if (merged is null)
        {
            return own;
        }

        for (var i = 0; i < own.Count; i++)
        {
            merged.Set(own.Keys[i], own.Values[i]);
        }

        return merged;
    }

    // Of several mappings the earlier one wins (yaml.org/type/merge.html).
    private static void Merge(ScriptObject merged, RenderedYaml yaml, int node)
    {
        if (yaml.Kind(node) == YamlKind.Sequence)
        {
            for (var child = yaml.FirstChild(node); child >= 0; child = yaml.NextSibling(child))
            {
                Merge(merged, yaml, yaml.Resolve(child));
            }
        }
        else if (yaml.Kind(node) == YamlKind.Mapping)
        {
            var from = Mapping(yaml, node);
            for (var i = 0; i < from.Count; i++)
            {
                if (!merged.Has(from.Keys[i]))
                {
                    merged.Set(from.Keys[i], from.Values[i]);
                }
            }
        }
    }

    private static ScriptObject Json(ReadOnlySpan<byte> content, string path)
    {
        try
        {
            return ScriptJson.Parse(content.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content, exactNumbers: true).AsObject
                ?? throw new FailureException(new Failure(FailureCodes.BadValues, "the values are not an object", "Write one JSON object.", new SourcePlace(path)));
        }
        catch (ScriptJsonException problem)
        {
            throw new FailureException(new Failure(FailureCodes.BadValues, problem.Reason, "Correct the JSON.", new SourcePlace(path, problem.Line, problem.Column)));
        }
    }

    private static Failure Problem(ReadOnlyMemory<byte> content, string path, int offset, string message, string remedy)
    {
        var before = content.Span[..Math.Min(offset, content.Length)];
        var start = before.LastIndexOf((byte)'\n') + 1;
        return new Failure(FailureCodes.BadValues, message, remedy, new SourcePlace(path, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1));
    }
}
