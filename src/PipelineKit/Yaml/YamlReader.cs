using PipelineKit.Failures;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PipelineKit.Yaml;

/// <summary>
/// Builds values from parser events, one at a time, so that a limit stops the parser at the event that breaks it. The object model and the
/// deserializer of the YAML library are never used: they recurse without a bound.
/// </summary>
internal sealed class YamlReader(IParser parser, YamlSource source, YamlLimits limits)
{
    private readonly Dictionary<string, YamlValue?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private int _aliases;

    /// <summary>The value of the only document.</summary>
    internal YamlValue ReadDocument()
    {
        Next();
        if (Next() is not DocumentStart)
        {
            return new YamlValue(source, YamlShape.Scalar, 1, 1);
        }

        var value = ReadValue(Next(), depth: 0);
        Next();
        return Next() is DocumentStart second
            ? throw Error(second, "a second document starts here; this file has one", "Remove the `---` and what follows it.")
            : value;
    }

    private ParsingEvent Next()
    {
        var end = parser.Current?.End ?? Mark.Empty;
        try
        {
            return parser.MoveNext() && parser.Current is { } current
                ? current
                : throw new SemanticErrorException(end, end, "the text ends in the middle of a value");
        }
        catch (InvalidOperationException e)
        {
            // The scanner's own complaint about some malformed texts, which it should have reported as an error of the text.
            throw new YamlException(end, end, "the text stops making sense after this place", e);
        }
    }

    private YamlValue ReadValue(ParsingEvent first, int depth)
    {
        if (first is AnchorAlias alias)
        {
            return Resolve(alias, depth);
        }

        if (first is not NodeEvent node)
        {
            throw Error(first, "not valid YAML: a value is missing here", remedy: null);
        }

        if (!node.Tag.IsEmpty)
        {
            throw Error(node, $"the tag `{node.Tag}` is not supported", "Write the value without a tag.");
        }

        Count(1, node);
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }

        var value = node switch
        {
            Scalar scalar => ReadScalar(scalar),
            MappingStart => ReadMapping(node, depth + 1),
            _ => ReadSequence(node, depth + 1),
        };
        if (anchor is not null)
        {
            _anchors[anchor] = value;
        }

        return value;
    }

    private YamlValue ReadScalar(Scalar scalar) =>
        new(source, YamlShape.Scalar, (int)scalar.Start.Line, (int)scalar.Start.Column)
        {
            Text = scalar.Value,
            IsQuoted = scalar.Style != ScalarStyle.Plain,
        };

    private YamlValue ReadMapping(NodeEvent start, int depth)
    {
        var value = Open(start, YamlShape.Mapping, depth);
        var pairs = new List<YamlPair>();
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            var pair = ReadPair(next, depth);
            if (!keys.TryAdd(pair.Key, pair.Line))
            {
                throw source.Error($"the key `{pair.Key}` is already there, in line {keys[pair.Key]}", "Keep one of the two.", pair.Line, pair.Column);
            }

            pairs.Add(pair);
            Include(value, pair.Value, 1);
        }

        value.Pairs = pairs;
        return value;
    }

    private YamlPair ReadPair(ParsingEvent first, int depth)
    {
        if (first is AnchorAlias)
        {
            throw Error(first, "an alias as a key is not supported", "Write the key out.");
        }

        var key = ReadValue(first, depth);
        if (key.Shape != YamlShape.Scalar)
        {
            throw Error(first, "a key that is itself a mapping or a list is not supported", "Use plain text as the key.");
        }

        if (key is { Text: "<<", IsQuoted: false })
        {
            throw Error(first, "merge keys (`<<`) are not supported", "Write the merged keys out.");
        }

        return new YamlPair(key.Text, key.Line, key.Column, ReadValue(Next(), depth));
    }

    private YamlValue ReadSequence(NodeEvent start, int depth)
    {
        var value = Open(start, YamlShape.Sequence, depth);
        var items = new List<YamlValue>();
        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            var item = ReadValue(next, depth);
            items.Add(item);
            Include(value, item, 0);
        }

        value.Items = items;
        return value;
    }

    private YamlValue Open(NodeEvent start, YamlShape shape, int depth)
    {
        CheckDepth(depth, start);
        return new YamlValue(source, shape, (int)start.Start.Line, (int)start.Start.Column) { Height = 1 };
    }

    private static void Include(YamlValue parent, YamlValue child, int keys)
    {
        parent.Nodes += keys + child.Nodes;
        parent.Height = Math.Max(parent.Height, child.Height + 1);
    }

    private YamlValue Resolve(AnchorAlias alias, int depth)
    {
        if (++_aliases > limits.MaximumAliases)
        {
            throw Error(alias, $"there are more than {limits.MaximumAliases} aliases", "Write the values out.");
        }

        if (!_anchors.TryGetValue(alias.Value.Value, out var value))
        {
            throw Error(alias, $"the alias `*{alias.Value.Value}` has no anchor before it", remedy: null);
        }

        if (value is null)
        {
            throw Error(alias, $"the alias `*{alias.Value.Value}` stands inside of what it stands for", remedy: null);
        }

        CheckDepth(depth + value.Height, alias);
        Count(value.Nodes, alias);
        return value;
    }

    private void CheckDepth(int depth, ParsingEvent at)
    {
        if (depth > limits.MaximumDepth)
        {
            throw Error(at, $"values are nested deeper than {limits.MaximumDepth} levels", remedy: null);
        }
    }

    private void Count(int nodes, ParsingEvent at)
    {
        _nodes += nodes;
        if (_nodes > limits.MaximumNodes)
        {
            throw Error(at, $"there are more than {limits.MaximumNodes} values, counting what aliases stand for", remedy: null);
        }
    }

    private FailureException Error(ParsingEvent at, string what, string? remedy) =>
        source.Error(what, remedy, (int)at.Start.Line, (int)at.Start.Column);
}
