using System.Buffers;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>Takes a line, without its end.</summary>
internal delegate void LineReader(ReadOnlySpan<char> line, int number);

/// <summary>Reads a text file line by line, a block at a time, within bounds.</summary>
internal sealed class TextLines(string name)
{
    private const int BlockSize = 64 << 10;
    private const int MaximumLine = 256 << 10;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _number;

    /// <summary>Reads to the end; whether the last line has an end of its own.</summary>
    /// <exception cref="MetricSourceException">It is too large, a line is too long or not UTF-8.</exception>
    public async Task<bool> ReadAsync(Stream content, LineReader take, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize + MaximumLine);
        var chars = ArrayPool<char>.Shared.Rent(MaximumLine);
        try
        {
            long total = 0;
            for (var kept = 0; ;)
            {
                var read = await content.ReadAsync(buffer.AsMemory(kept, BlockSize), cancellation);
                total += read;
                if (total > MetricFile.MaximumBytes)
                {
                    throw Bad(_number + 1, $"the file has more than {MetricFile.MaximumBytes >> 20} MiB");
                }

                if (read == 0)
                {
                    Give(buffer.AsSpan(0, kept), chars, take);
                    return kept == 0;
                }

                kept = Split(buffer, kept + read, chars, take);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    /// <summary>What is wrong with a line.</summary>
    public MetricSourceException Bad(int line, string problem, Exception? inner = null) =>
        new(MetricSourceProblem.Unreadable, $"{name}:{line}", $"{name}:{line}: {problem}.", inner);

    private int Split(byte[] buffer, int length, char[] chars, LineReader take)
    {
        var rest = buffer.AsSpan(0, length);
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            var line = rest[..end];
            Give(line is [.., (byte)'\r'] ? line[..^1] : line, chars, take, isWhole: true);
        }

        if (rest.Length > MaximumLine)
        {
            throw Bad(_number + 1, $"a line has more than {MaximumLine >> 10} KiB");
        }

        rest.CopyTo(buffer);
        return rest.Length;
    }

    private void Give(ReadOnlySpan<byte> line, char[] chars, LineReader take, bool isWhole = false)
    {
        if (line.IsEmpty && !isWhole)
        {
            return;
        }

        _number++;
        try
        {
            if (line.Length > MaximumLine)
            {
                throw Bad(_number, $"a line has more than {MaximumLine >> 10} KiB");
            }

            var count = Strict.GetChars(line, chars);
            var text = chars.AsSpan(0, count);
            take(_number == 1 && text is ['\uFEFF', ..] ? text[1..] : text, _number);
        }
        catch (DecoderFallbackException e)
        {
            throw Bad(_number, "this line is not UTF-8", e);
        }
    }
}
