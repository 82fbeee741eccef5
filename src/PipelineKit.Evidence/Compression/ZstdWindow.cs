namespace PipelineKit.Evidence;

/// <summary>What was decoded last: at least as much as a match may point back to. Grows with what arrives, never by what a header claims.</summary>
internal sealed class ZstdWindow
{
    private const int FirstSize = 256 << 10;

    private byte[] _bytes = new byte[FirstSize];
    private int _start;
    private int _given;
    private int _end;
    private int _size;

    /// <summary>Bytes decoded and not taken yet.</summary>
    internal int Waiting => _end - _given;

    /// <summary>Starts a frame, which cannot look back to the one before.</summary>
    internal void Begin(int size) => (_size, _start) = (size, _end);

    /// <summary>Room for another block; what waited was taken before.</summary>
    internal Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _end < count)
        {
            var kept = Math.Min(_size, _end - _start);
            var needed = kept + count;
            var larger = needed + (needed / 4) > _bytes.Length ? new byte[needed + (needed / 2) + FirstSize] : _bytes;
            _bytes.AsSpan(_end - kept, kept).CopyTo(larger);
            (_bytes, _start, _given, _end) = (larger, 0, kept, kept);
        }

        return _bytes.AsSpan(_end, count);
    }

    /// <summary>Whether a match may point that far back from so many bytes behind the end.</summary>
    internal bool Reaches(long offset, int ahead) => offset > 0 && offset <= _size && offset <= _end - _start + ahead;

    /// <summary>Copies from before, byte after byte, so that what is copied may overlap with what is made.</summary>
    internal void Repeat(int ahead, int offset, int length)
    {
        var target = _bytes.AsSpan(_end + ahead, length);
        var from = _bytes.AsSpan(_end + ahead - offset);
        if (offset >= length)
        {
            from[..length].CopyTo(target);
            return;
        }

        if (offset == 1)
        {
            target.Fill(from[0]);
            return;
        }

        for (var i = 0; i < target.Length; i++)
        {
            target[i] = from[i];
        }
    }

    /// <summary>So many bytes of what was reserved are now there.</summary>
    internal ReadOnlySpan<byte> Commit(int count)
    {
        _end += count;
        return _bytes.AsSpan(_end - count, count);
    }

    internal int Take(Span<byte> into)
    {
        var count = Math.Min(into.Length, Waiting);
        _bytes.AsSpan(_given, count).CopyTo(into);
        _given += count;
        return count;
    }
}
