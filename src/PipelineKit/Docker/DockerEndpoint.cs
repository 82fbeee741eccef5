using System.Net;
using System.Net.Sockets;
using PipelineKit.Oci;

namespace PipelineKit.Docker;

/// <summary>Where a Docker Engine listens: a unix socket, or a TCP port of this machine. Another machine's engine is refused: what it exports would come over a network without protection.</summary>
/// <param name="Text">As in <c>DOCKER_HOST</c>.</param>
/// <param name="SocketPath">The unix socket; null for TCP.</param>
/// <param name="Tcp">The port; null for a socket.</param>
internal sealed record DockerEndpoint(string Text, string? SocketPath, DnsEndPoint? Tcp)
{
    private const string Unix = "unix://";
    private const string Usual = "unix:///var/run/docker.sock";

    /// <summary>The endpoint of <c>DOCKER_HOST</c>, or the usual one.</summary>
    /// <exception cref="DockerException">It is none that is used.</exception>
    internal static DockerEndpoint Of(IReadOnlyDictionary<string, string> variables)
    {
        var text = variables.GetValueOrDefault("DOCKER_HOST") is { Length: > 0 } given ? given : Usual;
        if (text.StartsWith(Unix, StringComparison.Ordinal) && Path.IsPathRooted(text[Unix.Length..]))
        {
            return new DockerEndpoint(text, text[Unix.Length..], Tcp: null);
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "tcp", Port: > 0, UserInfo: "" })
        {
            return NetworkAddresses.KindOfHost(uri.Host) == AddressKind.Loopback
                ? new DockerEndpoint(text, SocketPath: null, new DnsEndPoint(uri.IdnHost, uri.Port))
                : throw new DockerException(DockerProblem.Unavailable, text, "an engine is used over a unix socket or a TCP port of this machine only");
        }

        throw new DockerException(DockerProblem.Unavailable, text, "DOCKER_HOST is neither unix:///PATH nor tcp://localhost:PORT");
    }

    /// <summary>Connects.</summary>
    internal async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        var socket = SocketPath is null ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(SocketPath is null ? Tcp! : new UnixDomainSocketEndPoint(SocketPath), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
