using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// A rendered stream of YAML 1.2 documents, read strictly and in one pass. What it does not refuse, every reader that Kubernetes tools use takes for the same
/// values. Nodes are numbers; they stand in the order of the stream, a collection before its members. Positions are byte offsets into the stream.
/// Dispose it to give its table back; after that no member may be used. Not for several threads at once.
/// </summary>
/// <remarks>
/// Stricter than YAML 1.2.2 where readers disagree or Kubernetes does not follow: keys are texts on one line, line ends are LF or CR LF, U+0085, U+2028 and U+2029
/// stand only as escapes, names of anchors have letters, digits, <c>_</c> and <c>-</c>, no directive but <c>%YAML</c>. More lenient in one thing: the lines of
/// a collection in brackets may be indented as they like.
/// </remarks>
public sealed class RenderedYaml : IDisposable
{
    private readonly YamlDocumentTable _documents;
    private readonly List<YamlFault> _faults;
    private YamlCell[] _cells;

    private RenderedYaml(ReadOnlyMemory<byte> text, YamlDocumentTable documents, List<YamlFault> faults, YamlCell[] cells, int count)
    {
        Text = text;
        _documents = documents;
        _faults = faults;
        _cells = cells;
        NodeCount = count;
    }

    /// <summary>The stream.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The first fault of each damaged document, in order; empty for a stream without faults.</summary>
    public IReadOnlyList<YamlFault> Errors => _faults;

    /// <summary>How many documents there are. An empty stream has none.</summary>
    public int DocumentCount => _documents.Count;

    /// <summary>How many nodes there are.</summary>
    public int NodeCount { get; }

    /// <summary>The nodes.</summary>
    internal YamlCell[] Cells => _cells;

    /// <summary>Reads a stream. Never throws because of its bytes, and takes time linear in their number.</summary>
    /// <param name="utf8">The stream; kept as long as this object is used.</param>
    /// <param name="limits">What is refused for its size, and whether the documents must be Kubernetes objects.</param>
    public static RenderedYaml Read(ReadOnlyMemory<byte> utf8, RenderedYamlLimits limits)
    {
        var text = utf8.Span;
        var documents = new YamlDocumentTable();
        var faults = new List<YamlFault>();
        if (text.Length > limits.MaximumBytes)
        {
            faults.Add(new YamlFault(0, limits.MaximumBytes, $"the stream has {text.Length} bytes, more than {limits.MaximumBytes}", "Render fewer objects at a time."));
            return new RenderedYaml(utf8, documents, faults, [], 0);
        }

        var mark = text.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        if (StreamBytes.Check(text[mark..], mark) is { } fault)
        {
            faults.Add(fault);
            return new RenderedYaml(utf8, documents, faults, [], 0);
        }

        var reader = new StrictYaml(text, limits, faults);
        reader.Read(documents);
        var yaml = new RenderedYaml(utf8, documents, faults, reader.Cells, reader.Count);
        if (limits.RequiresObjects)
        {
            ObjectCheck.Run(yaml, faults);
        }

        return yaml;
    }

    /// <summary>A document.</summary>
    /// <param name="number">0-based.</param>
    public RenderedDocument Document(int number) => _documents[number];

    /// <summary>The number of the document that a byte is in; of the one before it where it is between two.</summary>
    public int DocumentAt(int offset)
    {
        var (low, high) = (0, DocumentCount - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_documents[middle].Start <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    /// <summary>Scalar, mapping or sequence. An alias is a scalar; see <see cref="Resolve"/>.</summary>
    public YamlKind Kind(int node) => _cells[node].Kind;

    /// <summary>How a scalar is written.</summary>
    public ScalarStyle Style(int node) => _cells[node].Style;

    /// <summary>
    /// The bytes of a value: inside quotes; from the text of the first line of a block scalar to the end of its last; of a collection, from its first byte to
    /// where the next content begins, or to its closing bracket.
    /// </summary>
    public ByteSpan Span(int node) => new(_cells[node].Start, _cells[node].Length);

    /// <summary>The bytes of the key before a value, inside quotes; empty at the start of the stream for an item or root.</summary>
    public ByteSpan KeySpan(int node) => new(_cells[node].KeyStart, _cells[node].KeyLength);

    /// <summary>The mapping or sequence a node is in; -1 for the root of a document.</summary>
    public int Parent(int node) => _cells[node].Parent;

    /// <summary>The first entry or item of a collection; -1 if it has none.</summary>
    public int FirstChild(int node) => _cells[node].Next > node + 1 ? node + 1 : -1;

    /// <summary>The next entry or item of the same collection; -1 after the last.</summary>
    public int NextSibling(int node)
    {
        var (parent, next) = (_cells[node].Parent, _cells[node].Next);
        return parent >= 0 && next < _cells[parent].Next ? next : -1;
    }

    /// <summary>The node that an alias stands for; any other node itself.</summary>
    public int Resolve(int node)
    {
        ref var cell = ref _cells[node];
        return cell.Style == ScalarStyle.Alias ? cell.Extra : node;
    }

    /// <summary>The value of a key of a mapping, or -1. Only what stands in the mapping itself is found, not what a merge key brings.</summary>
    public int Child(int node, ReadOnlySpan<byte> key)
    {
        if (_cells[node].Kind != YamlKind.Mapping)
        {
            return -1;
        }

        var end = _cells[node].Next;
        for (var child = node + 1; child < end; child = _cells[child].Next)
        {
            if (KeyIs(child, key))
            {
                return child;
            }
        }

        return -1;
    }

    /// <summary>Whether a node is the value of this key.</summary>
    public bool KeyIs(int node, ReadOnlySpan<byte> key)
    {
        ref var cell = ref _cells[node];
        return (cell.Flags & CellFlags.KeyEscapes) == CellFlags.None
            ? cell.KeyLength == key.Length && Text.Span.Slice(cell.KeyStart, cell.KeyLength).SequenceEqual(key) && cell.KeyStyle != ScalarStyle.Missing
            : KeyText(node) == Encoding.UTF8.GetString(key);
    }

    /// <summary>The text of a node's key; empty for an item or root.</summary>
    public string KeyText(int node)
    {
        ref var cell = ref _cells[node];
        var bytes = Text.Span.Slice(cell.KeyStart, cell.KeyLength);
        return (cell.Flags & CellFlags.KeyEscapes) == CellFlags.None ? Encoding.UTF8.GetString(bytes) : ScalarText.Unquoted(bytes, cell.KeyStyle);
    }

    /// <summary>The text of a scalar, of an alias that of the scalar it stands for; empty for a collection.</summary>
    public string ValueText(int node)
    {
        ref var cell = ref _cells[Resolve(node)];
        return cell.Kind == YamlKind.Scalar ? ScalarText.Of(Text, cell) : "";
    }

    /// <summary>Whether the bytes of <see cref="Span"/> are the text of the scalar, one to one and on one line.</summary>
    public bool IsVerbatim(int node)
    {
        ref var cell = ref _cells[node];
        return cell.Kind == YamlKind.Scalar
            && cell.Style is ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted
            && (cell.Flags & (CellFlags.ManyLines | CellFlags.Escapes)) == CellFlags.None;
    }

    /// <summary>Whether a scalar is text: quoted or a block, or plain and not what readers take for null, a boolean, a number or a time.</summary>
    public bool IsText(int node)
    {
        ref var cell = ref _cells[Resolve(node)];
        return cell.Kind == YamlKind.Scalar && cell.Style != ScalarStyle.Missing
            && (cell.Style != ScalarStyle.Plain || (cell.Flags & CellFlags.ManyLines) != CellFlags.None || !PlainTypes.IsOther(Text.Span.Slice(cell.Start, cell.Length)));
    }

    /// <summary>Whether a node is nothing: absent, or a plain null.</summary>
    public bool IsNull(int node)
    {
        ref var cell = ref _cells[Resolve(node)];
        return cell.Kind == YamlKind.Scalar
            && (cell.Style == ScalarStyle.Missing || (cell.Style == ScalarStyle.Plain && PlainTypes.IsNull(Text.Span.Slice(cell.Start, cell.Length))));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        YamlCells.Return(_cells);
        _cells = [];
    }
}
