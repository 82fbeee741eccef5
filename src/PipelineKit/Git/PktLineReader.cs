using System.Globalization;

namespace PipelineKit.Git;

/// <summary>What a pkt-line is (gitprotocol-common, "pkt-line Format").</summary>
internal enum PktKind
{
    /// <summary>Content.</summary>
    Data,

    /// <summary><c>0000</c>: end of a message.</summary>
    Flush,

    /// <summary><c>0001</c> or <c>0002</c>: between sections, or end of a response.</summary>
    Delimiter,

    /// <summary>The stream is over.</summary>
    End,
}

/// <summary>One pkt-line; <paramref name="Payload"/> is without the final line feed and lives until the next one is read.</summary>
internal readonly record struct PktLine(PktKind Kind, ReadOnlyMemory<byte> Payload);

/// <summary>A stream that is not pkt-lines, or not what is expected in them, or more than the bounds.</summary>
public sealed class PktLineException(string message) : Exception(message);

/// <summary>Reads pkt-lines with a bound on each (65,520 bytes, as the protocol says) and on all of them.</summary>
internal sealed class PktLineReader(Stream stream, long maximumBytes)
{
    internal const int MaximumLine = 65_520;
    private const int LengthDigits = 4;
    private readonly byte[] _buffer = new byte[MaximumLine];
    private long _total;
    private int _start;
    private int _end;

    internal async ValueTask<PktLine> ReadAsync(CancellationToken cancellation)
    {
        if (!await FillAsync(LengthDigits, cancellation))
        {
            return _end == _start ? new PktLine(PktKind.End, default) : throw new PktLineException("the answer ends in the middle of a length");
        }

        var digits = _buffer.AsSpan(_start, LengthDigits);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length))
        {
            throw new PktLineException("the answer is not in the format of Git's protocol");
        }

        if (length < LengthDigits)
        {
            _start += LengthDigits;
            return length switch
            {
                0 => new PktLine(PktKind.Flush, default),
                1 or 2 => new PktLine(PktKind.Delimiter, default),
                _ => throw new PktLineException($"the answer has a line of the impossible length {length}"),
            };
        }

        if (length > MaximumLine || !await FillAsync(length, cancellation))
        {
            throw new PktLineException(
                length > MaximumLine ? $"the answer has a line longer than {MaximumLine} bytes" : "the answer ends in the middle of a line");
        }

        var payload = _buffer.AsMemory(_start + LengthDigits, length - LengthDigits);
        _start += length;
        return new PktLine(PktKind.Data, payload.Length > 0 && payload.Span[^1] == (byte)'\n' ? payload[..^1] : payload);
    }

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellation)
    {
        if (_start + wanted > _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < wanted)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0)
            {
                return false;
            }

            _end += read;
            _total += read;
            if (_total > maximumBytes)
            {
                throw new PktLineException($"the answer is longer than {maximumBytes} bytes");
            }
        }

        return true;
    }
}
