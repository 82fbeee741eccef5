using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PipelineKit.Testing;

/// <summary>What a <see cref="FaultProxy"/> does to one direction of its connections when so many bytes have passed it since the last fault.</summary>
public enum ProxyFault
{
    /// <summary>Both ends see a TCP reset.</summary>
    Reset,

    /// <summary>The receiver sees an orderly end.</summary>
    Truncate,

    /// <summary>One bit is another.</summary>
    FlipBit,

    /// <summary>Nothing passes any more, without an end.</summary>
    Stall,
}

/// <summary>A TCP proxy on loopback before a server, which breaks what passes it, in one direction, a number of times.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly TaskCompletionSource _stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private long _toClient;
    private long _toServer;
    private long _untilFault = long.MaxValue;
    private long _after;
    private int _left;
    private int _disposed;
    private bool _towardsServer;
    private ProxyFault _fault;

    /// <summary>Starts.</summary>
    /// <param name="server">The server's <c>127.0.0.1:port</c>.</param>
    public FaultProxy(string server)
    {
        _server = IPEndPoint.Parse(server);
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => _listener.LocalEndpoint.ToString()!;

    /// <summary>Bytes that came from the server, passed on or not.</summary>
    public long FromServer => Interlocked.Read(ref _toClient);

    /// <summary>Bytes that came from clients, passed on or not.</summary>
    public long FromClients => Interlocked.Read(ref _toServer);

    /// <summary>How many faults there were.</summary>
    public int Faults { get; private set; }

    /// <summary>Done when the first connection stalls.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>From now on: after so many bytes the fault, then again after as many, so many times.</summary>
    public void Break(ProxyFault fault, long after, int times, bool towardsServer)
    {
        lock (_lock)
        {
            (_fault, _after, _untilFault, _left, _towardsServer) = (fault, after, after, times, towardsServer);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }

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

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(_server, _stop.Token);
            await Task.WhenAll(PumpAsync(client, server, towardsServer: true), PumpAsync(server, client, towardsServer: false));
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The server is gone, or the test is over.
            Reset(client);
        }
        finally
        {
            _open.TryRemove(client, out _);
            _open.TryRemove(server, out _);
            client.Dispose();
        }
    }

    private static bool IsEnd(Exception e) => e is SocketException or ObjectDisposedException or OperationCanceledException;

    private async Task PumpAsync(Socket from, Socket to, bool towardsServer)
    {
        try
        {
            if (await PassAsync(from, to, towardsServer))
            {
                to.Shutdown(SocketShutdown.Send);
                return;
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One of the ends is gone: so is the other.
        }

        Reset(from);
        Reset(to);
    }

    // Whether it ended in order.
    private async Task<bool> PassAsync(Socket from, Socket to, bool towardsServer)
    {
        var buffer = new byte[32 << 10];
        int read;
        while ((read = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            Interlocked.Add(ref towardsServer ? ref _toServer : ref _toClient, read);
            var (pass, fault) = Judge(read, towardsServer);
            if (fault == ProxyFault.FlipBit)
            {
                buffer[pass / 2] ^= 1;
                pass = read;
            }

            await to.SendAsync(buffer.AsMemory(0, pass), _stop.Token);
            if (fault == ProxyFault.Stall)
            {
                _stalled.TrySetResult();
                // The fault asked for: nothing more comes until the test is over.
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }

            if (fault is ProxyFault.Reset or ProxyFault.Truncate)
            {
                return fault == ProxyFault.Truncate;
            }
        }

        return true;
    }

    private (int Pass, ProxyFault? Fault) Judge(int read, bool towardsServer)
    {
        lock (_lock)
        {
            if (_left == 0 || towardsServer != _towardsServer)
            {
                return (read, null);
            }

            _untilFault -= read;
            if (_untilFault > 0)
            {
                return (read, null);
            }

            var pass = (int)(read + _untilFault);
            _untilFault = _after;
            _left--;
            Faults++;
            return (pass, _fault);
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (ObjectDisposedException)
        {
            // It is closed already.
        }
    }
}
