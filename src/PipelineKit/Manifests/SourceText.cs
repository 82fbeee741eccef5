using System.Text;

namespace PipelineKit.Manifests;

/// <summary>The bytes of a file with its path, and where in them a line and a column is. Not for use by several threads at once.</summary>
/// <param name="path">Path relative to the root that was searched, with <c>/</c>.</param>
/// <param name="bytes">The file as it is on disk.</param>
public sealed class SourceText(string path, ReadOnlyMemory<byte> bytes)
{
    private int[]? _lineStarts;
    private int _lastLine = -1;
    private int _lastOffset;
    private int _lastColumn;

    /// <summary>Path relative to the root that was searched, with <c>/</c>.</summary>
    public string Path { get; } = path;

    /// <summary>The file as it is on disk.</summary>
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>The bytes of a span.</summary>
    public ReadOnlySpan<byte> Slice(ByteSpan span) => Bytes.Span.Slice(span.Start, span.Length);

    /// <summary>The bytes of a span as text.</summary>
    public string Text(ByteSpan span) => Encoding.UTF8.GetString(Slice(span));

    /// <summary>The 1-based line and the 1-based column in UTF-16 characters of an offset; a byte order mark has no width, lines end with a line feed.</summary>
    public (int Line, int Column) Position(int offset)
    {
        var line = LineIndex(offset);
        var start = LineStart(line);
        if (line == 0 && Bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            start = Math.Min(offset, Encoding.UTF8.Preamble.Length);
        }

        // Places are asked for in file order: on a long line, go on counting from the last one.
        var (from, column) = line == _lastLine && offset >= _lastOffset ? (_lastOffset, _lastColumn) : (start, 1);
        column += Encoding.UTF8.GetCharCount(Bytes.Span[from..offset]);
        (_lastLine, _lastOffset, _lastColumn) = (line, offset, column);
        return (line + 1, column);
    }

    /// <summary>The line an offset is on, without its line break.</summary>
    public ByteSpan Line(int offset) => LineAt(LineIndex(offset));

    /// <summary>The line before the one an offset is on, without its line break; null on the first.</summary>
    public ByteSpan? LineBefore(int offset) => LineIndex(offset) is var line and > 0 ? LineAt(line - 1) : null;

    private ByteSpan LineAt(int line)
    {
        var start = LineStart(line);
        var end = line + 1 < LineStarts.Length ? LineStarts[line + 1] - 1 : Bytes.Length;
        end -= end > start && Bytes.Span[end - 1] == '\r' ? 1 : 0;
        return new ByteSpan(start, end - start);
    }

    private int LineStart(int line) => LineStarts[line];

    private int LineIndex(int offset)
    {
        var found = Array.BinarySearch(LineStarts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    private int[] LineStarts => _lineStarts ??= FindLineStarts(Bytes.Span);

    private static int[] FindLineStarts(ReadOnlySpan<byte> text)
    {
        var starts = new int[text.Count((byte)'\n') + 1];
        var at = 0;
        for (var i = 1; i < starts.Length; i++)
        {
            at += text[at..].IndexOf((byte)'\n') + 1;
            starts[i] = at;
        }

        return starts;
    }
}
