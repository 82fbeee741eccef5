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

    private readonly bool _hasPatches = yaml.Text.Span.IndexOf("mage"u8) >= 0 && yaml.Text.Span.IndexOf("path"u8) >= 0 && yaml.Text.Span.IndexOf("value"u8) >= 0;
    private readonly bool _hasMerges = yaml.Text.Span.IndexOf("<<"u8) >= 0;

    private int _document;

    // Whether the scanned object has a version and a kind.
    private bool _isObject;

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
            for (var child = _yaml.FirstChild(root); child >= 0; child = _yaml.NextSibling(child))
            {
                if (child == items && _yaml.Kind(items) == YamlKind.Sequence)
                {
                    Items(items);
                }
                else
                {
                    Nodes(child, onlyTalks: false);
                }
            }

            return;
        }

        _isObject = version >= 0 && kind >= 0;
        var talks = version >= 0 && kind >= 0 && Kinds.OnlyTalksAboutImages(Bytes(version), Bytes(kind));
        Nodes(root, talks);
    }

    private void Items(int list)
    {
        for (var item = _yaml.FirstChild(list); item >= 0; item = _yaml.NextSibling(item))
        {
            Object(item);
        }
    }

    private void Nodes(int root, bool onlyTalks)
    {
        var cells = _yaml.Cells;
        var text = _yaml.Text.Span;
        var end = cells[root].Next;
        var hasRules = _subject.Options.Rules.Count > 0;
        var generatesUntil = root;
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
                Key(node, Encoding.UTF8.GetBytes(_yaml.KeyText(node)), onlyTalks && node >= generatesUntil);
            }
            else if (cell.KeyLength == 4 && _hasPatches && text.Slice(cell.KeyStart, 4).SequenceEqual("path"u8))
            {
                Patch(node);
            }
            else if (cell.KeyLength == 2 && _hasMerges && text.Slice(cell.KeyStart, 2).SequenceEqual("<<"u8))
            {
                Merged(node);
            }
            else if (onlyTalks && cell.KeyLength == 8 && text.Slice(cell.KeyStart, 8).SequenceEqual("generate"u8))
            {
                // A policy of Kyverno that makes objects.
                generatesUntil = cell.Next;
            }
            else if (cell.KeyLength >= 5 && PinKeys.MayMatter(text.Slice(cell.KeyStart, cell.KeyLength)))
            {
                if (cell.Parent == root && text.Slice(cell.KeyStart, cell.KeyLength).SequenceEqual("status"u8) && !HasAnchor(node))
                {
                    node = cell.Next - 1;
                    continue;
                }

                Key(node, text.Slice(cell.KeyStart, cell.KeyLength), onlyTalks && node >= generatesUntil);
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
            Composite(_yaml.Parent(node), node, node);
        }
        else if (key.SequenceEqual("imageName"u8) || key.SequenceEqual("bundle"u8) || PinKeys.EndsInImage(key))
        {
            Scalar(node, _yaml.Resolve(node), ImageCertainty.Likely);
        }
        else if (key.SequenceEqual("newTag"u8) || key.SequenceEqual("newName"u8))
        {
            Kustomized(_yaml.Parent(node), node);
        }
        else if (key.SequenceEqual("images"u8))
        {
            Images(_yaml.Resolve(node));
        }
        else if (key.SequenceEqual("parameters"u8) && _yaml.Parent(node) is >= 0 and var helm && _yaml.KeyIs(helm, "helm"u8))
        {
            HelmParameters(node);
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
                Scalar(reference, _yaml.Resolve(reference), IsVolume(node) ? ImageCertainty.Certain : ImageCertainty.Likely);
            }
            else if (_yaml.Child(value, "repository"u8) is var repository && repository >= 0 && node != value)
            {
                Composite(value, repository, node);
            }
            else if (repository < 0 && (_yaml.Child(value, "name"u8) is >= 0 and var name || (name = _yaml.Child(value, "repo"u8)) >= 0))
            {
                Composite(value, name, node == value ? name : node);
            }
        }
    }

    /// <summary>Whether a value is in an item of the list of containers of a PodSpec.</summary>
    private bool IsContainer(int node)
    {
        var list = _yaml.Parent(_yaml.Parent(node));
        return list >= 0 && _yaml.Kind(list) == YamlKind.Sequence && PinKeys.IsContainers(KeyBytes(list)) && _yaml.KeyIs(node, "image"u8);
    }

    /// <summary>Whether a value is in an item of the list of volumes of a PodSpec.</summary>
    private bool IsVolume(int node) =>
        _yaml.Parent(_yaml.Parent(node)) is >= 0 and var list && _yaml.Kind(list) == YamlKind.Sequence && _yaml.KeyIs(list, "volumes"u8);

    private ReadOnlySpan<byte> Bytes(int node)
    {
        var value = _yaml.Resolve(node);
        return _yaml.Kind(value) != YamlKind.Scalar ? default : _yaml.IsVerbatim(value) ? Slice(_yaml.Span(value)) : Encoding.UTF8.GetBytes(_yaml.ValueText(value));
    }

    private ReadOnlySpan<byte> KeyBytes(int node) => Slice(_yaml.KeySpan(node));

    private ReadOnlySpan<byte> Slice(ByteSpan span) => _yaml.Text.Span.Slice(span.Start, span.Length);
}
