using System.Buffers.Binary;
using System.Text;

namespace PipelineKit.Docker;

/// <summary>
/// Takes apart what an attached container writes (Docker Engine API, "Attach to a container", stream format): frames of 8 bytes of header, the stream's
/// number in the first and the length in the last four, and that many bytes.
/// </summary>
/// <param name="http">For errors.</param>
internal sealed class ContainerOutput(DockerHttp http)
{
    private const int HeaderSize = 8;
    private const int KeptErrorBytes = 64 * 1024;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly byte[] _error = new byte[2 * KeptErrorBytes];
    private int _errorLength;
    private long _written;

    /// <summary>The end of what was written to standard error.</summary>
    internal string Error => Encoding.UTF8.GetString(EndOfError());

    /// <summary>Copies standard output until the container closes both of its streams.</summary>
    /// <param name="frames">What the engine sends.</param>
    /// <param name="output">Where standard output goes.</param>
    /// <param name="maximum">Most bytes of it.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task CopyAsync(Stream frames, Stream output, long maximum, CancellationToken cancellation)
    {
        var header = new byte[HeaderSize];
        while (await frames.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellation) is > 0 and var read)
        {
            if (read < HeaderSize || header[0] is not (1 or 2) || (header[1] | header[2] | header[3]) != 0)
            {
                throw http.Failed(DockerProblem.Protocol, "the output of the container does not come in the frames it should");
            }

            for (long left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4)); left > 0;)
            {
                var n = await frames.ReadAsync(_buffer.AsMemory(0, (int)Math.Min(left, _buffer.Length)), cancellation);
                if (n == 0)
                {
                    throw http.Failed(DockerProblem.Protocol, "the output of the container broke off");
                }

                left -= n;
                if (header[0] == 2)
                {
                    KeepError(_buffer.AsSpan(0, n));
                    continue;
                }

                _written += n;
                if (_written > maximum)
                {
                    throw http.Failed(DockerProblem.TooLarge, $"the container wrote more than {maximum} bytes");
                }

                await output.WriteAsync(_buffer.AsMemory(0, n), cancellation);
            }
        }
    }

    private ReadOnlySpan<byte> EndOfError() => _error.AsSpan(0, _errorLength)[^Math.Min(_errorLength, KeptErrorBytes)..];

    // At most as many as are kept: the second half of the buffer has room for them.
    private void KeepError(ReadOnlySpan<byte> bytes)
    {
        if (_errorLength + bytes.Length > _error.Length)
        {
            var end = EndOfError();
            end.CopyTo(_error);
            _errorLength = end.Length;
        }

        bytes.CopyTo(_error.AsSpan(_errorLength));
        _errorLength += bytes.Length;
    }
}
