using System.Text.Json;
using System.Text.Unicode;

namespace PipelineKit.Evidence;

internal sealed partial class JsonInput
{
    private const int FirstSize = 256 << 10;
    private const int LargestPrefix = 64 << 20;

    private readonly Stream _content;
    private readonly CancellationToken _cancellation;
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private int _checked;
    private int _wanted = 32 << 10;
    private long _read;
    private bool _ended;
    private bool _keepsAll = true;
    private JsonReaderState _state;

    // What lies before the buffer: its lines, and the bytes of the last of them.
    private long _lines;
    private long _lineBytes;

    /// <summary>Reads from the beginning of a stream, over a byte order mark.</summary>
    /// <param name="content">The document, unpacked.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it at the next time something is read.</param>
    public JsonInput(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        (_content, Name, Limits, _cancellation) = (content, name, limits, cancellation);
        Fill();
        Rewind();
    }

    /// <summary>The whole document as a tree, for formats whose documents are small; a member that stands twice is refused. Nothing else may have been read.</summary>
    /// <param name="largest">The most bytes.</param>
    public JsonDocument ReadDocument(int largest = LargestPrefix)
    {
        _keepsAll = true;
        while (!_ended)
        {
            More();
        }

        if (_end > largest)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, Name, $"is larger than the {largest} bytes that are read of this format");
        }

        try
        {
            return JsonDocument.Parse(_buffer.AsMemory(_start, _end - _start), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = Limits.Depth });
        }
        catch (InvalidOperationException e)
        {
            // This is how the parser reports half of a surrogate pair, when it compares names.
            throw new EvidenceException(EvidenceProblem.Damaged, Name, "has a member name with an escape that is half of a character (a lone surrogate)", inner: e);
        }
    }

    /// <summary>Begins again with the first token; possible until <see cref="Release"/>.</summary>
    public void Rewind()
    {
        _start = _end >= 3 && _buffer.AsSpan(0, 3).SequenceEqual("\uFEFF"u8) ? 3 : 0;
        (_lines, _lineBytes) = (0, -_start);
        _state = new JsonReaderState(new JsonReaderOptions { MaxDepth = Limits.Depth });
        _frames.Clear();
        _isSkipping = false;
    }

    /// <summary>What has been read need no longer be kept.</summary>
    public void Release() => _keepsAll = false;

    /// <summary>Sees to it that enough is in memory for most values, so that few have to be begun twice.</summary>
    private void Provide()
    {
        if (_end - _start < _wanted && !_ended)
        {
            More();
        }
    }

    /// <summary>Reads on, with room for more than what is there.</summary>
    private void More()
    {
        if (_ended)
        {
            // The reader says what is missing, when it knows that nothing comes.
            var reader = Open();
            while (reader.Read())
            {
            }

            throw new JsonWrongException(0, "is not complete");
        }

        var rest = _end - _start;
        if (!_keepsAll)
        {
            _wanted = Math.Max(_wanted, Math.Min(rest, LargestValue / 2));
            if (_start > 0 && rest <= _buffer.Length / 2)
            {
                Leave(_start);
                _buffer.AsSpan(_start, rest).CopyTo(_buffer);
                (_checked, _end, _start) = (_checked - _start, rest, 0);
            }
        }

        if (_end == _buffer.Length)
        {
            Grow(rest);
        }

        Fill();
    }

    private void Grow(int rest)
    {
        if (_keepsAll ? _buffer.Length >= LargestPrefix * 2 : rest >= LargestValue)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, Name, _keepsAll
                ? $"is larger than the {LargestPrefix} bytes that are read at once: its format does not show in them, or is read whole"
                : $"{Path()} is larger than the {LargestValue} bytes a single value may have");
        }

        var from = _keepsAll ? 0 : _start;
        Leave(from);
        var larger = new byte[Math.Max(FirstSize, (_end - from) * 2)];
        _buffer.AsSpan(from, _end - from).CopyTo(larger);
        (_buffer, _checked, _end, _start) = (larger, _checked - from, _end - from, _start - from);
    }

    /// <summary>So many bytes at the beginning of the buffer are left behind.</summary>
    private void Leave(int count)
    {
        var left = _buffer.AsSpan(0, count);
        _lines += left.Count((byte)'\n');
        _lineBytes = left.LastIndexOf((byte)'\n') is >= 0 and var last ? count - last - 1 : _lineBytes + count;
    }

    private void Fill()
    {
        _cancellation.ThrowIfCancellationRequested();
        while (_end < _buffer.Length && !_ended)
        {
            var count = _content.Read(_buffer.AsSpan(_end));
            _ended = count == 0;
            _end += count;
            _read += count;
        }

        if (_read > Limits.Bytes)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, Name, $"is larger than the {Limits.Bytes} bytes that are read");
        }

        var fresh = _buffer.AsSpan(_checked, _end - _checked);
        var whole = _ended ? fresh : fresh[..^UnfinishedLength(fresh)];
        if (!Utf8.IsValid(whole))
        {
            var (line, column) = Locate(Math.Max(_start, _checked + InvalidAt(whole)));
            throw new EvidenceException(EvidenceProblem.Damaged, Name, Utf16Hint(_buffer) ?? "is not UTF-8 text", line, column);
        }

        _checked += whole.Length;
    }
}
