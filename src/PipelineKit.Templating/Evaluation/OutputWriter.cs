using System.Buffers;
using System.Text;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating.Evaluation;

/// <summary>
/// Output as UTF-8: one pooled buffer, in whose tail the texts of captures and includes are built as segments. Knows the column, the indent of the code block that is open,
/// and where each byte came from.
/// </summary>
internal sealed partial class OutputWriter(IBufferWriter<byte> target) : IDisposable
{
    private const int FirstSize = 64 << 10;
    private const int FlushFrom = 40 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;
    private long _flushed;
    private int _flushedColumn;
    private Segment[] _segments = new Segment[4];
    private int _segmentCount;
    private bool _endsWithNewLine;
    private RenderContext _context = null!;
    private SourceMapRecorder? _map;

    /// <summary>The indent of the code block that is open; null without.</summary>
    public byte[]? Indent { get; set; }

    /// <summary>Where the current segment begins in the buffer.</summary>
    private int Start => _segmentCount > 0 ? _segments[_segmentCount - 1].Start : 0;

    public void Begin(RenderContext context)
    {
        _context = context;
        _skipsEmptyLines = context.IsManifest || !context.Options.IndentOnEmptyLines;
        _outputLimit = context.Limits.OutputLength;
        PlanLimit();
        _map = context.Options.SourceMap?.Begin();
    }

    /// <summary>Writes text of a template.</summary>
    public void WriteText(TextStatement text)
    {
        if (_isCut)
        {
            return;
        }

        var utf8 = text.Utf8.Span;
        if (_map is not null)
        {
            _map.SetOrigin(_context.Source, text.Span, _context.IncludeStackId, isText: true);
        }

        if (Indent is not null && (_endsWithNewLine || utf8.Contains((byte)'\n')))
        {
            WriteLines(utf8, Indent, blanks: 0, nested: null);
        }
        else if (utf8.Length > 0)
        {
            Append(utf8);
        }
    }

    /// <summary>Writes bytes that the language itself makes up.</summary>
    public void WriteUtf8(ReadOnlySpan<byte> utf8)
    {
        if (Indent is not null)
        {
            WriteLines(utf8, Indent, blanks: 0, nested: null);
        }
        else if (utf8.Length > 0)
        {
            Append(utf8);
        }
    }

    /// <summary>Writes the value of an expression.</summary>
    /// <param name="value">The value.</param>
    /// <param name="span">The expression.</param>
    /// <param name="endsLine">Whether the new line a text ends with is left out, since the template has one.</param>
    public void WriteValue(ScriptValue value, SourceSpan span, bool endsLine = false)
    {
        if (value.IsNull || _isCut)
        {
            return;
        }

        if (_map is not null)
        {
            _map.SetOrigin(_context.Source, span, _context.IncludeStackId, isText: false);
        }

        if (value.AsString is not { } text)
        {
            if (!_endsWithNewLine || Indent is null)
            {
                EnsureRoom(64);
                if (ValueText.TryFormatUtf8(_context, value, _buffer.AsSpan(_length), out var written))
                {
                    Advance(written);
                    return;
                }
            }

            text = _context.ToText(value);
        }

        WriteString(text, endsLine);
    }

    private void WriteString(string text, bool endsLine)
    {
        var nested = _map?.Nested(text);
        if (endsLine && text.EndsWith('\n'))
        {
            text = text[..(text.EndsWith("\r\n", StringComparison.Ordinal) ? ^2 : ^1)];
        }

        if (text.Length == 0)
        {
            return;
        }

        var hasLines = text.Contains('\n', StringComparison.Ordinal);
        var prefix = Indent;
        var blanks = hasLines && _context.IsManifest ? Alignment(text, ref prefix) : 0;
        if (nested is null && (prefix is null || (!hasLines && !_endsWithNewLine)) && blanks == 0)
        {
            EnsureRoom(Encoding.UTF8.GetMaxByteCount(text.Length));
            Advance(Encoding.UTF8.GetBytes(text, _buffer.AsSpan(_length)));
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var bytes = rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented));
        if (prefix is null && blanks == 0)
        {
            _map!.Splice(Position, nested!, 0, bytes.Length);
            Append(bytes, isMapped: true);
        }
        else
        {
            WriteLines(bytes, prefix ?? [], blanks, nested);
        }

        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Writes lines, each but one that continues a line behind a prefix: those bytes, or as many blanks.</summary>
    private void WriteLines(ReadOnlySpan<byte> utf8, byte[] prefix, int blanks, NestedMap? nested)
    {
        for (var at = 0; at < utf8.Length;)
        {
            var newLine = utf8[at..].IndexOf((byte)'\n');
            var end = newLine < 0 ? utf8.Length : at + newLine + 1;
            var isEmpty = newLine == 0 || (newLine == 1 && utf8[at] == (byte)'\r');
            if (_endsWithNewLine && !(isEmpty && _skipsEmptyLines))
            {
                _map?.AddPrefix(Position, nested, utf8, at);
                AppendPrefix(prefix, blanks);
            }

            if (nested is not null)
            {
                _map!.Splice(Position, nested, at, end - at);
            }
            else
            {
                _map?.AddPart(Position, utf8, at);
            }

            Append(utf8[at..end], isMapped: true);
            at = end;
        }
    }

    private void AppendPrefix(byte[] prefix, int blanks)
    {
        if (blanks == 0)
        {
            if (prefix.Length > 0)
            {
                Append(prefix, isMapped: true);
            }

            return;
        }

        EnsureRoom(blanks);
        _buffer.AsSpan(_length, blanks).Fill((byte)' ');
        Advance(blanks, isMapped: true);
    }

    private void Append(ReadOnlySpan<byte> utf8, bool isMapped = false)
    {
        EnsureRoom(utf8.Length);
        utf8.CopyTo(_buffer.AsSpan(_length));
        Advance(utf8.Length, isMapped);
    }

    private void Advance(int count, bool isMapped = false)
    {
        if (_isCut || count == 0)
        {
            return;
        }

        if (!isMapped)
        {
            _map?.Add(Position);
        }

        _length += count;
        _endsWithNewLine = _buffer[_length - 1] == (byte)'\n';
        if (_length > _limitAt)
        {
            CheckLimit();
        }

        if (_length >= FlushFrom && _segmentCount == 0)
        {
            FlushLines();
        }
    }

    private void EnsureRoom(int count)
    {
        if (_buffer.Length - _length < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count)
    {
        if ((long)_length + count > Array.MaxLength)
        {
            throw _context.Error("The output grows larger than a text can be.", TemplateErrorKind.Limit);
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max((long)_length + count, _buffer.Length * 2L)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
