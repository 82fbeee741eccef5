namespace PipelineKit.Evidence;

/// <summary>Lines and columns of places in a UTF-8 document, found by going over it once more from the beginning; places that are asked for in their order cost one pass.</summary>
internal sealed class TextPlaces(Stream content, long begin)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _length;
    private int _next;
    private long _at = long.MaxValue;
    private int _line;
    private int _column;

    /// <summary>1-based line and column (in characters) of a byte of the document.</summary>
    public (int Line, int Column) Find(long offset)
    {
        if (offset < _at)
        {
            content.Position = begin;
            (_at, _next, _length, _line, _column) = (0, 0, 0, 1, 1);
        }

        while (_at < offset && Fill())
        {
            var take = (int)Math.Min(offset - _at, _length - _next);
            Count(_buffer.AsSpan(_next, take));
            _next += take;
            _at += take;
        }

        return (_line, _column);
    }

    private bool Fill()
    {
        if (_next == _length)
        {
            (_next, _length) = (0, content.Read(_buffer));
        }

        return _length > 0;
    }

    private void Count(ReadOnlySpan<byte> text)
    {
        // A byte order mark is no character of the first line.
        _column -= _at == 0 && text.StartsWith("\uFEFF"u8) ? 1 : 0;
        var last = text.LastIndexOf((byte)'\n');
        if (last >= 0)
        {
            _line += text.Count((byte)'\n');
            _column = 1;
            text = text[(last + 1)..];
        }

        // UTF-16 units, as editors count: one for each byte that begins a character, two for those of four bytes.
        foreach (var b in text)
        {
            _column += (b & 0xC0) == 0x80 ? 0 : b >= 0xF0 ? 2 : 1;
        }
    }
}
