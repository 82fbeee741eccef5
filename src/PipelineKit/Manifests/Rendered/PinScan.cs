using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>What all scans of one check share.</summary>
/// <param name="Pins">The lock.</param>
/// <param name="Judge">Judges by it.</param>
/// <param name="Options">What the caller said.</param>
/// <param name="Report">Takes what was found.</param>
internal sealed record PinSubject(PinLock Pins, PinJudge Judge, PinCheckOptions Options, PinReport Report);

/// <summary>Goes through the nodes of one stream, or of a text within one.</summary>
internal sealed partial class PinScan(RenderedYaml yaml, PinSubject subject, OuterText? outer)
{
    private readonly RenderedYaml _yaml = yaml;
    private readonly PinSubject _subject = subject;

    // The values that have been judged, for not judging them again as texts.
    private readonly List<int> _judgedStarts = [];
    private readonly List<int> _judgedEnds = [];
    private bool _areSorted = true;

    private int _document;

    /// <summary>Judges by keys, all documents.</summary>
    internal void Keys()
    {
        for (_document = 0; _document < _yaml.DocumentCount; _document++)
        {
            Object(_yaml.Document(_document).Root);
        }
    }

    private void Object(int root)
    {
        var version = _yaml.Child(root, "apiVersion"u8);
        var kind = _yaml.Child(root, "kind"u8);
        if (kind >= 0 && Bytes(kind).EndsWith("List"u8) && _yaml.Child(root, "items"u8) is >= 0 and var items)
        {
            for (var item = _yaml.FirstChild(items); item >= 0; item = _yaml.NextSibling(item))
            {
                Object(item);
            }

            return;
        }

        var talks = version >= 0 && kind >= 0 && Kinds.OnlyTalksAboutImages(Bytes(version), Bytes(kind));
        Nodes(root, talks);
    }

    private void Nodes(int root, bool onlyTalks)
    {
        var cells = _yaml.Cells;
        var text = _yaml.Text.Span;
        var end = cells[root].Next;
        var hasRules = _subject.Options.Rules.Count > 0;
        for (var node = root; node < end; node++)
        {
            ref var cell = ref cells[node];
            if (cell.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Block)
            {
                Within(node);
            }

            if (hasRules && cell.KeyLength > 0)
            {
                Rules(node);
            }

            if ((cell.Flags & CellFlags.KeyEscapes) != CellFlags.None)
            {
                Key(node, Encoding.UTF8.GetBytes(_yaml.KeyText(node)), onlyTalks);
            }
            else if (cell.KeyLength >= 5 && PinKeys.MayMatter(text.Slice(cell.KeyStart, cell.KeyLength)))
            {
                if (cell.Parent == root && text.Slice(cell.KeyStart, cell.KeyLength).SequenceEqual("status"u8) && !HasAnchor(node))
                {
                    node = cell.Next - 1;
                    continue;
                }

                Key(node, text.Slice(cell.KeyStart, cell.KeyLength), onlyTalks);
            }
        }
    }

    /// <summary>Whether an alias elsewhere can bring in something of a node.</summary>
    private bool HasAnchor(int node)
    {
        var end = _yaml.Cells[node].Next;
        for (var at = node; at < end; at++)
        {
            if ((_yaml.Cells[at].Flags & CellFlags.Anchored) != CellFlags.None)
            {
                return true;
            }
        }

        return false;
    }

    private void Key(int node, ReadOnlySpan<byte> key, bool onlyTalks)
    {
        if (onlyTalks)
        {
            return;
        }

        if (PinKeys.IsImage(key))
        {
            Image(node, IsContainer(node));
        }
        else if (key.SequenceEqual("repository"u8))
        {
            Composite(_yaml.Parent(node), node);
        }
        else if (key.SequenceEqual("imageName"u8) || key.SequenceEqual("bundle"u8))
        {
            Scalar(node, _yaml.Resolve(node), ImageCertainty.Likely);
        }
        else if (key.SequenceEqual("newTag"u8) || key.SequenceEqual("newName"u8))
        {
            Kustomized(_yaml.Parent(node), node);
        }
        else if (key.SequenceEqual("images"u8) && _yaml.Kind(node) == YamlKind.Sequence)
        {
            Images(node);
        }
    }

    private void Image(int node, bool isContainer)
    {
        var value = _yaml.Resolve(node);
        if (_yaml.Kind(value) == YamlKind.Scalar)
        {
            Scalar(node, value, isContainer ? ImageCertainty.Certain : ImageCertainty.Possible);
        }
        else if (_yaml.Kind(value) == YamlKind.Mapping)
        {
            if (_yaml.Child(value, "reference"u8) is >= 0 and var reference)
            {
                Scalar(reference, _yaml.Resolve(reference), ImageCertainty.Likely);
            }
            else if (_yaml.Child(value, "repository"u8) < 0 && _yaml.Child(value, "name"u8) is >= 0 and var name)
            {
                Composite(value, name);
            }
        }
    }

    /// <summary>Whether a value is in an item of the list of containers of a PodSpec.</summary>
    private bool IsContainer(int node)
    {
        var list = _yaml.Parent(_yaml.Parent(node));
        return list >= 0 && _yaml.Kind(list) == YamlKind.Sequence && PinKeys.IsContainers(KeyBytes(list)) && _yaml.KeyIs(node, "image"u8);
    }

    private void Images(int list)
    {
        for (var item = _yaml.FirstChild(list); item >= 0; item = _yaml.NextSibling(item))
        {
            if (_yaml.Kind(item) == YamlKind.Scalar)
            {
                Scalar(item, _yaml.Resolve(item), ImageCertainty.Likely);
            }
        }
    }

    private ReadOnlySpan<byte> Bytes(int node)
    {
        var value = _yaml.Resolve(node);
        return _yaml.Kind(value) != YamlKind.Scalar ? default : _yaml.IsVerbatim(value) ? Slice(_yaml.Span(value)) : Encoding.UTF8.GetBytes(_yaml.ValueText(value));
    }

    private ReadOnlySpan<byte> KeyBytes(int node) => Slice(_yaml.KeySpan(node));

    private ReadOnlySpan<byte> Slice(ByteSpan span) => _yaml.Text.Span.Slice(span.Start, span.Length);
}
