using System.Buffers;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>Reads an answer of the HTTP API as it arrives (https://prometheus.io/docs/prometheus/latest/querying/api/), never more than a block at a time.</summary>
internal static class PrometheusAnswer
{
    private const int BlockSize = 64 << 10;

    /// <summary>Reads to the end.</summary>
    /// <exception cref="AnswerCutException">It ends before it is complete.</exception>
    /// <exception cref="AnswerException">It is not what was asked for, or too much.</exception>
    public static async Task<AnswerReader> ReadAsync(Stream content, MetricServerOptions options, CancellationToken cancellation)
    {
        var answer = new AnswerReader(options);
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = 32 });
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            long total = 0;
            for (var kept = 0; ;)
            {
                if (kept == buffer.Length)
                {
                    buffer = Larger(buffer, options);
                }

                var read = await content.ReadAsync(buffer.AsMemory(kept), cancellation);
                total += read;
                if (total > options.MaximumBytes)
                {
                    throw new AnswerException($"the answer has more than {options.MaximumBytes >> 20} MiB; ask for fewer series or a shorter window", isQuery: true);
                }

                kept = Take(answer, ref state, buffer, kept + read);
                if (read == 0)
                {
                    return answer.IsComplete && kept == 0 ? answer : throw new AnswerCutException(total);
                }
            }
        }
        catch (JsonException e)
        {
            throw new AnswerException("the answer is not JSON of the Prometheus HTTP API; is this the address of the server, or is a login page before it?", isQuery: false, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Gives the tokens that are complete to the answer; how many bytes remain for the next block.
    private static int Take(AnswerReader answer, ref JsonReaderState state, byte[] buffer, int length)
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(0, length), isFinalBlock: false, state);
        while (reader.Read())
        {
            answer.Accept(ref reader);
        }

        state = reader.CurrentState;
        var used = (int)reader.BytesConsumed;
        buffer.AsSpan(used, length - used).CopyTo(buffer);
        var rest = length - used;
        return answer.IsComplete && !buffer.AsSpan(0, rest).ContainsAnyExcept(" \t\r\n"u8) ? 0 : rest;
    }

    private static byte[] Larger(byte[] buffer, MetricServerOptions options)
    {
        if (buffer.Length >= options.MaximumBytes || buffer.Length >= 1 << 20)
        {
            throw new AnswerException("one text of the answer has more than 1 MiB", isQuery: false);
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger.AsSpan());
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
