using System.Text;

namespace PipelineKit.Testing;

/// <summary>Reads requests from one connection: head up to 64 KiB, body by Content-Length up to 64 MiB.</summary>
/// <param name="stream">The connection.</param>
/// <param name="wants">Whether the body of a request that waits for <c>100 Continue</c> is wanted; the others send it anyway.</param>
internal sealed class LoopbackReader(Stream stream, Func<LoopbackRequest, bool> wants)
{
    private byte[] _buffer = new byte[8192];
    private int _filled;

    /// <summary>The next request, or null when the client has closed.</summary>
    internal async Task<LoopbackRequest?> ReadAsync(CancellationToken cancellation)
    {
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (_filled > 65536)
            {
                throw new InvalidDataException("a request head of more than 64 KiB");
            }

            if (!await FillAsync(cancellation))
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString(_buffer, 0, end).Split("\r\n");
        Consume(end + 4);
        var headers = Headers(lines.Skip(1));
        if (headers.ContainsKey("Transfer-Encoding"))
        {
            throw new InvalidDataException("this test server does not read chunked requests");
        }

        var first = lines[0].Split(' ');
        if (headers.GetValueOrDefault("Expect") == "100-continue")
        {
            headers["Connection"] = "close";
            var head = new LoopbackRequest(first[0], first[1], headers, []);
            if (!wants(head))
            {
                return head;
            }

            headers.Remove("Connection");
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellation);
        }

        var body = await BodyAsync(int.Parse(headers.GetValueOrDefault("Content-Length") ?? "0"), cancellation);
        return new LoopbackRequest(first[0], first[1], headers, body);
    }

    private static Dictionary<string, string> Headers(IEnumerable<string> lines)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in lines.Select(l => l.Split(':', 2)))
        {
            var value = pair[1].Trim();
            headers[pair[0]] = headers.TryGetValue(pair[0], out var before) ? before + ", " + value : value;
        }

        return headers;
    }

    private async Task<byte[]> BodyAsync(int length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 64 << 20);
        while (_filled < length)
        {
            if (!await FillAsync(cancellation))
            {
                throw new EndOfStreamException("the client closed in the middle of its body");
            }
        }

        var body = _buffer[..length];
        Consume(length);
        return body;
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellation);
        _filled += read;
        return read > 0;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
