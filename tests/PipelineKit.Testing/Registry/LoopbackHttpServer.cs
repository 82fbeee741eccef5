using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace PipelineKit.Testing;

/// <summary>
/// A small HTTP/1.1 server on a free loopback port. It keeps connections alive, serves any number of them at once, and can
/// misbehave in each way a <see cref="LoopbackResponse"/> describes. When the answering function throws, it answers 500 and keeps the exception.
/// </summary>
public sealed class LoopbackHttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly Func<LoopbackRequest, CancellationToken, Task<LoopbackResponse>> _answer;

    /// <summary>Starts to listen.</summary>
    public LoopbackHttpServer(Func<LoopbackRequest, CancellationToken, Task<LoopbackResponse>> answer)
    {
        _answer = answer;
        _stopping = _stop.Token;
        _listener.Start(backlog: 512);
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>Whether a body is read before the answer is known, for requests that wait for <c>100 Continue</c>; by default all are.</summary>
    public Func<LoopbackRequest, bool> Wants { get; init; } = static _ => true;

    /// <summary>How it speaks TLS; null for plain HTTP. A handshake that fails ends the connection.</summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    /// <summary>What the answering function threw.</summary>
    public ConcurrentQueue<Exception> Failures { get; } = new();

    /// <inheritdoc />
    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _listener.Dispose();
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }

        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping);
                socket.NoDelay = true;
                _open[socket] = true;
                _ = Task.Run(() => ServeAsync(socket), CancellationToken.None);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = await OpenAsync(socket);
            var reader = new LoopbackReader(stream, Wants);
            while (await reader.ReadAsync(_stopping) is { } request)
            {
                var response = await AnswerAsync(request);
                if (!await LoopbackWriter.WriteAsync(socket, stream, request, response, _stopping))
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            // The client went away, or the test is over: nobody is left to answer.
        }
        finally
        {
            _open.TryRemove(socket, out _);
            socket.Dispose();
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        var plain = new NetworkStream(socket, ownsSocket: false);
        if (Tls is null)
        {
            return plain;
        }

        var secure = new SslStream(plain);
        try
        {
            await secure.AuthenticateAsServerAsync(Tls, _stopping);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private async Task<LoopbackResponse> AnswerAsync(LoopbackRequest request)
    {
        try
        {
            return await _answer(request, _stopping);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failures.Enqueue(e);
            return LoopbackResponse.Of(500, "text/plain", e.ToString());
        }
    }
}
