using System.Net.Sockets;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>Writes responses, with their faults.</summary>
internal static class LoopbackWriter
{
    /// <summary>Whether the connection stays open.</summary>
    internal static async Task<bool> WriteAsync(Socket socket, Stream stream, LoopbackRequest request, LoopbackResponse response, CancellationToken cancellation)
    {
        if (response.Delay > TimeSpan.Zero)
        {
            // The fault asked for: a slow answer.
            await Task.Delay(response.Delay, cancellation);
        }

        var bodyless = request.Method == "HEAD" || response.Status is 204 or 304;
        var head = Head(response);
        if (response.HangsAfterHeaders)
        {
            await stream.WriteAsync(head, cancellation);
            // The fault asked for: a body that never comes. The client has to give up.
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }

        if (response.CutAfter is { } cut)
        {
            await stream.WriteAsync((byte[])[.. head, .. bodyless ? [] : response.Body.Take(cut)], cancellation);
            await HangUpAsync(socket, response.Reset, cancellation);
            return false;
        }

        if (response.IsEndless && !bodyless)
        {
            await stream.WriteAsync(head, cancellation);
            await PourAsync(stream, response.Body, cancellation);
        }

        await stream.WriteAsync(bodyless ? head : [.. head, .. response.Body], cancellation);
        return response.ClaimedLength is null && !string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);
    }

    private static byte[] Head(LoopbackResponse response)
    {
        var text = new StringBuilder().Append("HTTP/1.1 ").Append(response.Status).Append(" Test\r\n");
        foreach (var (name, value) in response.Headers)
        {
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        text.Append(response.IsEndless ? "Transfer-Encoding: chunked" : $"Content-Length: {response.ClaimedLength ?? response.Body.Length}");
        return Encoding.UTF8.GetBytes(text.Append("\r\n\r\n").ToString());
    }

    private static async Task PourAsync(Stream stream, byte[] body, CancellationToken cancellation)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n"u8];
        while (true)
        {
            await stream.WriteAsync(chunk, cancellation);
        }
    }

    private static async Task HangUpAsync(Socket socket, bool reset, CancellationToken cancellation)
    {
        if (!reset)
        {
            socket.Shutdown(SocketShutdown.Send);
            return;
        }

        // Give the client the time to see the bytes sent so far: an RST discards what is still under way.
        await Task.Delay(20, cancellation);
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
    }
}
