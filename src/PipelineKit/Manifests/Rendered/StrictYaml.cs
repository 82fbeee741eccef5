using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// The state of reading one stream: a position that only moves forward. The other files of this type read documents, block collections, flow collections
/// and scalars. Between nodes of a block the position is at the next content, with <see cref="_column"/> its column, or -1 at the end of the document.
/// A fault sets that end too, so that everything which is open closes.
/// </summary>
internal ref partial struct StrictYaml
{
    private const int LongestKey = 1024;
    private readonly ReadOnlySpan<byte> _text;
    private readonly RenderedYamlLimits _limits;
    private readonly List<YamlFault> _faults;
    private readonly YamlKeyStack _keys;
    private readonly YamlAnchorTable _anchors;
    private readonly int _deepest;
    private YamlCell[] _cells;
    private int _count;

    /// <summary>The next byte to read.</summary>
    private int _at;

    /// <summary>Where the line of <see cref="_at"/> starts, in a block.</summary>
    private int _line;

    private int _column;

    /// <summary>Whether a comment stood on a line of its own before the content.</summary>
    private bool _afterComment;

    private bool _failed;
    private int _document;
    private int _depth;
    private int _parent;

    // The key and the properties of the node that is to be added next.
    private int _keyStart;
    private int _keyLength;
    private ScalarStyle _keyStyle;
    private CellFlags _keyFlags;
    private int _anchorStart;
    private int _anchorLength;
    private bool _tagged;

    /// <summary>Nodes that aliases stood for, in this document.</summary>
    private int _expanded;

    /// <summary>What the lines of a quoted scalar in brackets must be indented more than.</summary>
    private int _flowIndent;

    // The scalar read last.
    private int _start;
    private int _length;
    private ScalarStyle _style;
    private CellFlags _flags;

    internal StrictYaml(ReadOnlySpan<byte> text, RenderedYamlLimits limits, List<YamlFault> faults)
    {
        _text = text;
        _limits = limits;
        _faults = faults;
        _keys = new YamlKeyStack();
        _anchors = new YamlAnchorTable();
        _deepest = Math.Min(limits.MaximumDepth, YamlKeyStack.Deepest);
        _cells = YamlCells.Rent(Math.Min(text.Length / 20, limits.MaximumNodes));
        _at = text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        _parent = -1;
    }

    internal readonly YamlCell[] Cells => _cells;

    internal readonly int Count => _count;

    private void Fail(int offset, string message, string remedy)
    {
        if (!_failed)
        {
            _faults.Add(new YamlFault(_document, Math.Min(offset, _text.Length), message, remedy));
            _failed = true;
        }

        _column = -1;
    }

    private int Add(YamlKind kind, ScalarStyle style, int start, int length, CellFlags flags)
    {
        if (_count == _cells.Length)
        {
            _cells = YamlCells.Grown(_cells);
        }

        if (_count >= _limits.MaximumNodes)
        {
            Fail(start, $"the stream has more than {_limits.MaximumNodes} values", "Render fewer objects at a time.");
        }

        var number = _count++;
        ref var cell = ref _cells[number];
        cell.KeyStart = _keyStart;
        cell.KeyLength = _keyLength;
        cell.KeyStyle = _keyStyle;
        cell.Start = start;
        cell.Length = length;
        cell.Next = number + 1;
        cell.Parent = _parent;
        cell.Extra = 0;
        cell.Kind = kind;
        cell.Style = style;
        cell.Flags = flags | _keyFlags;
        _keyStyle = ScalarStyle.Missing;
        _keyLength = 0;
        _keyFlags = CellFlags.None;
        if (_anchorLength > 0 || _tagged)
        {
            Properties(number, ref cell);
        }

        return number;
    }

    private void Properties(int number, ref YamlCell cell)
    {
        if (_tagged)
        {
            cell.Flags |= CellFlags.Tagged;
            _tagged = false;
        }

        if (_anchorLength > 0)
        {
            cell.Flags |= CellFlags.Anchored;
            AddAnchor(number);
            if (cell.Kind == YamlKind.Scalar)
            {
                _anchors.Of(number)!.Size = 1;
            }
        }
    }

    private void AddAnchor(int cell)
    {
        if (_anchors.Count >= _limits.MaximumAliases)
        {
            Fail(_anchorStart, $"the document has more than {_limits.MaximumAliases} anchors", "Write the values out.");
        }

        _anchors.Add(new AnchoredNode(_anchorStart, _anchorLength, cell, _expanded + _count));
        _anchorLength = 0;
    }

    private int Open(YamlKind kind, int start, CellFlags flags)
    {
        var cell = Add(kind, ScalarStyle.Missing, start, 0, flags);
        _parent = cell;
        if (++_depth > _deepest)
        {
            Fail(start, $"mappings and lists are nested more than {_deepest} deep", "Flatten the structure.");
        }

        return cell;
    }

    /// <summary>Ends a collection.</summary>
    /// <param name="number">The collection.</param>
    /// <param name="end">After its last byte.</param>
    private void Close(int number, int end)
    {
        ref var cell = ref _cells[number];
        cell.Next = _count;
        cell.Length = Math.Max(0, end - cell.Start);
        _parent = cell.Parent;
        _depth--;
        if ((cell.Flags & CellFlags.Anchored) != CellFlags.None)
        {
            var anchor = _anchors.Of(number)!;
            anchor.Size = Math.Max(1, _expanded + _count - anchor.ExpandedBefore + 1);
        }
    }

    private void AddScalar() => Add(YamlKind.Scalar, _style, _start, _length, _flags);

    private void AddMissing(int at) => Add(YamlKind.Scalar, ScalarStyle.Missing, at, 0, CellFlags.None);
}
