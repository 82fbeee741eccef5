using System.Buffers;
using System.Text;

namespace PipelineKit.Templating.Evaluation;

/// <summary>Captures and includes, and how output leaves the buffer.</summary>
internal sealed partial class OutputWriter
{
    /// <summary>Where in the whole output, were all segments written, the next byte goes.</summary>
    private long Position => _flushed + _length;

    /// <summary>What is written from here on is kept apart, until <see cref="EndSegment"/>.</summary>
    /// <param name="isolated">Whether it begins without an indent and on no line of its caller's.</param>
    public void BeginSegment(bool isolated)
    {
        if (_segmentCount == _segments.Length)
        {
            Array.Resize(ref _segments, _segmentCount * 2);
        }

        _segments[_segmentCount++] = new Segment(_length, Indent, _endsWithNewLine, _isCut, _counted, _countedCharacters, isolated);
        _isCut = false;
        _counted = _length;
        _countedCharacters = 0;
        PlanLimit();
        if (isolated)
        {
            Indent = null;
            _endsWithNewLine = false;
        }
    }

    /// <summary>The text since <see cref="BeginSegment"/>, taken out of the output.</summary>
    public string EndSegment()
    {
        var segment = _segments[--_segmentCount];
        var text = Encoding.UTF8.GetString(_buffer, segment.Start, _length - segment.Start);
        _map?.TakeNested(text, _flushed + segment.Start);
        _length = segment.Start;
        _isCut = segment.IsCut;
        _counted = segment.Counted;
        _countedCharacters = segment.CountedCharacters;
        PlanLimit();
        if (segment.IsIsolated)
        {
            Indent = segment.Indent;
            _endsWithNewLine = segment.EndsWithNewLine;
        }

        return text;
    }

    /// <summary>Hands over everything outside of segments that were not ended.</summary>
    public void End()
    {
        if (_segmentCount > 0)
        {
            _length = _segments[0].Start;
            _segmentCount = 0;
        }

        _map?.End(_flushed + _length);
        Flush(_length);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    /// <summary>Hands over whole lines; the last one stays, for its column.</summary>
    private void FlushLines()
    {
        var newLine = _buffer.AsSpan(0, _length).LastIndexOf((byte)'\n');
        if (newLine >= 0)
        {
            _flushedColumn = 0;
            Flush(newLine + 1);
        }
        else if (_length >= FirstSize)
        {
            _flushedColumn += Characters(_buffer.AsSpan(0, _length));
            Flush(_length);
        }
    }

    private void Flush(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (_cuts)
        {
            CountTo(count);
            _counted -= count;
        }

        target.Write(_buffer.AsSpan(0, count));
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
        _flushed += count;
        PlanLimit();
    }

    /// <summary>What a segment puts back when it ends.</summary>
    private readonly record struct Segment(int Start, byte[]? Indent, bool EndsWithNewLine, bool IsCut, int Counted, long CountedCharacters, bool IsIsolated);
}
