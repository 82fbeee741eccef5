using System.Buffers;
using System.Text;

namespace PipelineKit.Manifests;

/// <summary>
/// The state of reading one file: a position that only moves forward, except over damaged parts, where a budget keeps the total linear.
/// The other files of this type read lines, block collections, flow collections and scalars.
/// </summary>
internal ref partial struct YamlParser
{
    private static readonly SearchValues<byte> FlowStops = SearchValues.Create(",[]{}:#\n\r"u8);
    private static readonly SearchValues<byte> BracketStops = SearchValues.Create("[]{}\"'"u8);
    private readonly ReadOnlySpan<byte> _text;
    private readonly YamlScalarSources _sources;
    private readonly YamlKeyTable _keys;

    /// <summary>The next byte to read.</summary>
    private int _at;

    /// <summary>Where the line of <see cref="_at"/> starts.</summary>
    private int _lineStart;

    /// <summary>The content <see cref="NextContent"/> stopped at; while the position is still there, its line is not to be skipped.</summary>
    private int _freshAt;

    /// <summary>After the last byte that belongs to a node.</summary>
    private int _end;

    private int _depth;

    /// <summary>The line end last looked up, which holds for every place from <see cref="_lineEndFrom"/> to it.</summary>
    private int _lineEnd;
    private int _lineEndFrom;

    /// <summary>From here to <see cref="_noTemplateEndUntil"/> there is no <c>}}</c>.</summary>
    private int _noTemplateEndFrom;
    private int _noTemplateEndUntil;

    /// <summary>Where the flow collection being read must have ended; behind it, or without a closing bracket, it is unclosed.</summary>
    private int _flowLimit;
    private bool _isUnclosed;

    /// <summary>Bytes read in vain (unclosed quotes, brackets and templates); beyond one file length nothing may span lines any more.</summary>
    private int _wasted;

    internal YamlParser(ReadOnlyMemory<byte> utf8)
    {
        _text = utf8.Span;
        _sources = new YamlScalarSources(utf8);
        _keys = new YamlKeyTable();
        _at = _text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        _lineStart = _at;
        _freshAt = -1;
        _lineEndFrom = -1;
        _end = _at;
    }

    private readonly int Column => _at - _lineStart;

    private readonly bool MaySpanLines => _wasted <= _text.Length;

    internal List<YamlNode> Documents()
    {
        var documents = new List<YamlNode>();
        while (true)
        {
            if (NextContent())
            {
                if (_text[_at] == '%' && Column == 0)
                {
                    SkipLine();
                    continue;
                }

                documents.Add(Document());
            }
            else if (_at >= _text.Length)
            {
                return documents;
            }
            else if (_text[_at] == '-')
            {
                _at += 3;
                _end = _at;
                documents.Add(Document());
            }
            else
            {
                SkipLine();
            }
        }
    }

    private YamlNode Document()
    {
        var root = BlockNode(0, -1, afterKey: false);
        SkipRestOfLine();
        while (NextContent())
        {
            var before = _at;
            var more = BlockNode(0, -1, afterKey: false);
            root = root.Kind == YamlKind.Scalar && more.Kind != YamlKind.Scalar ? more : Absorb(root, more);
            EnsureProgress(before);
            SkipRestOfLine();
        }

        return root;
    }

    /// <summary>Joins what irregular indentation tore apart, as unrendered templates do: the later part goes into the earlier one where the kinds agree.</summary>
    private static YamlNode Absorb(YamlNode node, YamlNode more)
    {
        if (node.Style == ScalarStyle.Missing && node.Kind == YamlKind.Scalar)
        {
            return more;
        }

        if (node.Kind != more.Kind || node.Kind == YamlKind.Scalar)
        {
            return node;
        }

        (node.Entries as List<YamlEntry>)?.AddRange(more.Entries);
        (node.Items as List<YamlNode>)?.AddRange(more.Items);
        return node with { Span = new ByteSpan(node.Span.Start, more.Span.End - node.Span.Start) };
    }

    private void EnsureProgress(int before)
    {
        if (_at == before)
        {
            _at = LineEnd();
        }
    }
}
