namespace PipelineKit.Evidence.Tests;

/// <summary>Gives a text in pieces of a size, as a pipe may.</summary>
internal sealed class Chunked(byte[] bytes, int chunk) : ForwardStream
{
    private int _at;

    public override int Read(Span<byte> buffer)
    {
        var count = Math.Min(Math.Min(buffer.Length, chunk), bytes.Length - _at);
        bytes.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }
}

/// <summary>A beginning, then the same again and again up to a length: large, and never in memory.</summary>
internal sealed class Repeating(byte[] begin, byte[] again, long length) : ForwardStream
{
    /// <summary>How much was read of it.</summary>
    public long Given { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, length - Given);
        for (var i = 0; i < count; i++)
        {
            var at = Given + i;
            buffer[i] = at < begin.Length ? begin[at] : again[(at - begin.Length) % again.Length];
        }

        Given += count;
        return count;
    }
}
