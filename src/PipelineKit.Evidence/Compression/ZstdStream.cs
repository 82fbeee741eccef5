using System.Buffers.Binary;

namespace PipelineKit.Evidence;

/// <summary>
/// Uncompresses Zstandard (RFC 8878): frame after frame, skippable ones left out, checksums verified. A frame that needs a dictionary or a window of more than
/// 128 MiB is refused. What is damaged throws <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class ZstdStream : ForwardStream
{
    private const uint Magic = 0xFD2FB528;
    private const int BufferSize = 256 << 10;

    private readonly Stream _inner;
    private readonly ForwardBuffer _ahead;
    private readonly ZstdWindow _window = new();
    private readonly ZstdBlockDecoder _decoder;
    private ZstdFrameHeader? _frame;
    private XxHash64? _hash;
    private long _made;
    private bool _hasBegun;

    internal ZstdStream(Stream inner) => (_inner, _ahead, _decoder) = (inner, new ForwardBuffer(inner, BufferSize), new ZstdBlockDecoder(_window));

    /// <summary>Whether bytes start as Zstandard does, with a frame or one to skip.</summary>
    internal static bool IsZstd(ReadOnlySpan<byte> first) =>
        first.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(first) is var magic && (magic == Magic || IsSkippable(magic));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_window.Waiting == 0)
        {
            if (_frame is null ? !await BeginFrameAsync(cancellationToken) : !await ReadBlockAsync(_frame, cancellationToken))
            {
                return 0;
            }
        }

        return _window.Take(buffer.Span);
    }

    /// <summary>Reads from what has all bytes at hand, as memory has; throws when it does not.</summary>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_window.Waiting == 0)
        {
            var next = _frame is null ? BeginFrameAsync(CancellationToken.None) : ReadBlockAsync(_frame, CancellationToken.None);
            if (!next.IsCompleted)
            {
                throw new NotSupportedException("what is not at hand is read asynchronously");
            }

            if (!next.GetAwaiter().GetResult())
            {
                return 0;
            }
        }

        return _window.Take(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsSkippable(uint magic) => (magic & 0xFFFFFFF0) == 0x184D2A50;

    private async Task<bool> BeginFrameAsync(CancellationToken cancellation)
    {
        if (!await _ahead.FillAsync(1, cancellation))
        {
            return _hasBegun ? false : throw new InvalidDataException("there is no zstd frame");
        }

        _hasBegun = true;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian((await TakeAsync(4, cancellation)).Span);
        if (IsSkippable(magic))
        {
            await SkipAsync(BinaryPrimitives.ReadUInt32LittleEndian((await TakeAsync(4, cancellation)).Span), cancellation);
            return true;
        }

        if (magic != Magic)
        {
            throw new InvalidDataException("what should be a zstd frame does not begin as one");
        }

        var descriptor = (await TakeAsync(1, cancellation)).Span[0];
        _frame = ZstdFrameHeader.Read(descriptor, (await TakeAsync(ZstdFrameHeader.SizeAfter(descriptor), cancellation)).Span);
        _hash = _frame.HasChecksum ? new XxHash64() : null;
        _made = 0;
        _window.Begin(_frame.Window);
        _decoder.Begin();
        return true;
    }

    private async Task<bool> ReadBlockAsync(ZstdFrameHeader frame, CancellationToken cancellation)
    {
        var header = Header((await TakeAsync(3, cancellation)).Span);
        var type = (header >> 1) & 3;
        var size = header >> 3;
        var maximum = Math.Min(frame.Window, ZstdBlockDecoder.MaximumBlock);
        if (type == 3 || size > maximum)
        {
            throw new InvalidDataException("a zstd block is larger than it may be, or of no known type");
        }

        var made = Decode(type, (await TakeAsync(type == 1 ? 1 : size, cancellation)).Span, size, maximum);
        Commit(made);
        if (frame.ContentSize is { } expected && (_made > expected || ((header & 1) == 1 && _made != expected)))
        {
            throw new InvalidDataException($"a zstd frame says it has {expected} bytes, and has not");
        }

        if ((header & 1) == 1)
        {
            _frame = null;
            await CheckAsync(cancellation);
        }

        return true;
    }

    private static int Header(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private void Commit(int made)
    {
        var bytes = _window.Commit(made);
        _hash?.Append(bytes);
        _made += made;
    }

    private int Decode(int type, ReadOnlySpan<byte> data, int size, int maximum)
    {
        switch (type)
        {
            case 0:
                data.CopyTo(_window.Reserve(size));
                return size;
            case 1:
                _window.Reserve(size).Fill(data[0]);
                return size;
            default:
                return _decoder.Decode(data, maximum);
        }
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        if (_hash is { } hash && BinaryPrimitives.ReadUInt32LittleEndian((await TakeAsync(4, cancellation)).Span) != (uint)hash.Finish())
        {
            throw new InvalidDataException("the checksum of a zstd frame is not that of its content");
        }
    }

    private async Task SkipAsync(long count, CancellationToken cancellation)
    {
        while (count > 0)
        {
            if (!await _ahead.FillAsync(1, cancellation))
            {
                throw new InvalidDataException("the zstd data end early");
            }

            var step = (int)Math.Min(count, _ahead.Count);
            _ahead.Take(step);
            count -= step;
        }
    }

    // The bytes stay where they are until the next call.
    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int count, CancellationToken cancellation)
    {
        if (!await _ahead.FillAsync(count, cancellation))
        {
            throw new InvalidDataException("the zstd data end early");
        }

        return _ahead.Take(count);
    }
}
