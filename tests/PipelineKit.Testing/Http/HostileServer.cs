using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PipelineKit.Testing;

/// <summary>A server on loopback that may do with a connection whatever it likes: bytes that are not HTTP, stalls, resets, bodies without end.</summary>
public sealed class HostileServer : IAsyncDisposable
{
    private const byte TlsHandshake = 0x16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<Connection, Task> _behaviour;
    private readonly Task _accepting;

    /// <summary>Starts it.</summary>
    /// <param name="behaviour">Called for every connection after the head of the first request was read (or the first byte of a TLS handshake).</param>
    public HostileServer(Func<Connection, Task> behaviour)
    {
        _behaviour = behaviour;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>The heads of the requests that came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>A server that sends these texts, in order of the connections; the last one stays.</summary>
    public static HostileServer Sending(params string[] answers)
    {
        var next = -1;
        return new HostileServer(c => c.SendAsync(answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)]));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The listener goes last: it may be asked for the next connection until the loop has seen the end.
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                using var stream = new NetworkStream(socket, ownsSocket: false);
                _requests.Enqueue(await ReadHeadAsync(stream));
                await _behaviour(new Connection(socket, stream, _stop.Token));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test is over: both are what happens to such a server.
            }
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && head.Length < 65536 && await stream.ReadAsync(one, _stop.Token) > 0)
        {
            head.Append((char)one[0]);
            if (head.Length == 1 && one[0] == TlsHandshake)
            {
                break;
            }
        }

        return head.ToString();
    }

    /// <summary>One connection in the server's hands.</summary>
    public sealed class Connection(Socket socket, Stream stream, CancellationToken stop)
    {
        /// <summary>Signals the end of the test.</summary>
        public CancellationToken Stop => stop;

        /// <summary>Sends text as Latin-1.</summary>
        public async Task SendAsync(string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text), stop);

        /// <summary>Says nothing more, and keeps the connection open until the test is over.</summary>
        public Task StallAsync() => Task.Delay(Timeout.Infinite, stop);

        /// <summary>Sends this text again and again for as long as the client reads.</summary>
        public async Task SendForeverAsync(string text)
        {
            while (true)
            {
                await SendAsync(text);
            }
        }

        /// <summary>Ends the connection with a TCP reset.</summary>
        public void Reset()
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
    }
}
