using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PipelineKit.Testing.Git;

/// <summary>A request as it came in.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Headers">By name, ignoring case.</param>
/// <param name="Body">All of it.</param>
public sealed record LoopbackRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => Target.Split('?')[0];

    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";

    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}

/// <summary>
/// An HTTP/1.1 server on a free loopback port whose handler writes the raw bytes of the answer, so that it may also answer badly. One request per connection.
/// </summary>
public sealed class LoopbackHttp : IAsyncDisposable
{
    private const int MaximumBody = 1 << 20;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<LoopbackRequest, Stream, CancellationToken, Task> _handler;
    private readonly List<LoopbackRequest> _requests = [];
    private readonly Task _accepting;

    public LoopbackHttp(Func<LoopbackRequest, Stream, CancellationToken, Task> handler)
    {
        _handler = handler;
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    /// <summary><c>http://127.0.0.1:port/</c>.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>What was asked so far, in order of arrival.</summary>
    public IReadOnlyList<LoopbackRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Writes a whole answer.</summary>
    public static async Task AnswerAsync(Stream stream, int status, string headers, byte[] body, CancellationToken cancellation)
    {
        await HeadAsync(stream, status, $"{headers}Content-Length: {body.Length}\r\n", cancellation);
        await stream.WriteAsync(body, cancellation);
    }

    /// <summary>Writes the status line and headers, each header ending in CR LF; what follows is up to the caller.</summary>
    public static async Task HeadAsync(Stream stream, int status, string headers, CancellationToken cancellation) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Status\r\nConnection: close\r\n{headers}\r\n"), cancellation);

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
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                connections.RemoveAll(c => c.IsCompleted);
                connections.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            await using var stream = client.GetStream();
            if (await ReadAsync(stream) is not { } request)
            {
                return;
            }

            lock (_requests)
            {
                _requests.Add(request);
            }

            await _handler(request, stream, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client went away, or the test is over: nothing is left to say to it.
        }
    }

    private async Task<LoopbackRequest?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 65_536 && !(head.Count > 3 && head[^1] == '\n' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var start = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).ToDictionary(l => l[0].Trim(), l => l[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? Math.Min(int.Parse(length), MaximumBody) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new LoopbackRequest(start[0], start[1], headers, body);
    }
}
