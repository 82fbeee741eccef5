using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace PipelineKit.Oci;

/// <summary>How far a connection may lead.</summary>
internal enum Reach
{
    /// <summary>Anywhere: the user named this host.</summary>
    Named,

    /// <summary>Public addresses only: a remote named this host.</summary>
    Public,

    /// <summary>Public and private addresses: a remote on a private network named this host.</summary>
    Private,

    /// <summary>Also loopback: a remote on this machine named this host.</summary>
    Local,
}

/// <summary>
/// The sockets. Connections to hosts the user named and to hosts a remote named come from different pools, and the latter are made only to
/// addresses that DNS gave and <see cref="NetworkAddresses.MayLead"/> allows, so that neither DNS nor a pooled connection gets around the rule.
/// </summary>
internal sealed class HttpWire : IDisposable
{
    private readonly ConcurrentDictionary<string, AddressKind> _kinds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<HttpMessageInvoker>[] _invokers;
    private readonly RegistryTransportOptions _options;

    public HttpWire(RegistryTransportOptions options)
    {
        _options = options;
        _invokers = [.. Enum.GetValues<Reach>().Select(r => new Lazy<HttpMessageInvoker>(() => Open(r)))];
    }

    /// <summary>Sends once, without following or repeating anything; returns when the headers are here.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, Reach reach, CancellationToken cancellation)
    {
        message.Version = HttpVersion.Version20;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        message.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");
        var response = await _invokers[(int)reach].Value.SendAsync(message, cancellation);
        response.RequestMessage ??= message;
        return response;
    }

    /// <summary>What kind of address the host has: by its spelling, or as last connected to; public while unknown.</summary>
    public AddressKind KindOf(Uri url) =>
        NetworkAddresses.KindOfHost(url.Host) ?? (_kinds.TryGetValue(url.IdnHost, out var kind) ? kind : AddressKind.Public);

    public void Dispose()
    {
        foreach (var invoker in _invokers.Where(i => i.IsValueCreated))
        {
            invoker.Value.Dispose();
        }
    }

    private HttpMessageInvoker Open(Reach reach) => _options.Handler is { } handler
        ? new HttpMessageInvoker(handler, disposeHandler: false)
        : new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                EnableMultipleHttp2Connections = true,
                MaxConnectionsPerServer = Math.Max(1, _options.MaximumConcurrency),
                MaxResponseDrainSize = 64 * 1024,
                ConnectTimeout = TimeSpan.FromSeconds(15),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                Proxy = new LoopbackBypassingProxy(HttpClient.DefaultProxy),
                UseProxy = true,
                SslOptions = new SslClientAuthenticationOptions(),
                ConnectCallback = (context, cancellation) => ConnectAsync(context, reach, cancellation),
            },
            disposeHandler: true);

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, Reach reach, CancellationToken cancellation)
    {
        var target = context.DnsEndPoint;
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await _options.ResolveHost(target.Host, cancellation);

        // Through a proxy the other side's name is resolved by the proxy; the user named the proxy.
        var isProxy = !target.Host.Equals(context.InitialRequestMessage.RequestUri?.IdnHost, StringComparison.OrdinalIgnoreCase);
        var allowed = isProxy ? addresses : [.. addresses.Where(a => IsWithin(reach, NetworkAddresses.KindOf(a)))];
        if (allowed.Length == 0 && addresses.Length > 0)
        {
            throw new RegistryException(
                RegistryProblem.Unsafe,
                target.Host,
                $"a remote pointed to {target.Host}, which has an address on a network it must not lead to ({NetworkAddresses.KindOf(addresses[0])}); nothing was sent there");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            if (!isProxy && socket.RemoteEndPoint is IPEndPoint end)
            {
                _kinds[target.Host] = NetworkAddresses.KindOf(end.Address);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsWithin(Reach reach, AddressKind kind) => reach switch
    {
        Reach.Named => true,
        Reach.Public => NetworkAddresses.MayLead(AddressKind.Public, kind),
        Reach.Private => NetworkAddresses.MayLead(AddressKind.Private, kind),
        Reach.Local => NetworkAddresses.MayLead(AddressKind.Loopback, kind),
        _ => false,
    };
}
