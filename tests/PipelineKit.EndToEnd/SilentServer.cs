using System.Net;
using System.Net.Sockets;

namespace PipelineKit.EndToEnd;

/// <summary>A loopback server that takes requests and never answers: work against it lasts until it is cancelled.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public SilentServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string Endpoint => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Complete once somebody asked something.</summary>
    public Task Asked => _asked.Task;

    public void Dispose()
    {
        _end.Cancel();
        _serving.Wait(TimeSpan.FromSeconds(10));
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                open.Add(client);
                if (await client.GetStream().ReadAsync(new byte[1], _end.Token) > 0)
                {
                    _asked.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            open.ForEach(client => client.Dispose());
        }
    }
}
