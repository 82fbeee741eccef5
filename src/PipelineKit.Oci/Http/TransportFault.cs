using System.Net.Sockets;
using System.Security.Authentication;

namespace PipelineKit.Oci;

/// <summary>What a failed exchange means to a person, and whether trying again can help.</summary>
internal readonly record struct TransportFault(bool IsTransient, string Reason)
{
    /// <summary>Reads the cause out of what HttpClient throws. Reasons never repeat texts that may come from the remote.</summary>
    public static TransportFault Of(HttpRequestException exception)
    {
        if (exception.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return OfTls(exception);
        }

        return exception.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new(true, "its name is not known to DNS"),
            HttpRequestError.ProxyTunnelError => new(false, "the proxy refused to connect to it; look at HTTPS_PROXY and NO_PROXY"),
            HttpRequestError.ConfigurationLimitExceeded => new(false, "the headers of its answer are too large"),
            HttpRequestError.InvalidResponse => new(false, "its answer is not HTTP; does it speak HTTPS where plain HTTP is configured?"),
            HttpRequestError.ResponseEnded => new(true, "the connection was closed before it answered"),
            _ => new(true, SocketReason(exception)),
        };
    }

    private static TransportFault OfTls(HttpRequestException exception)
    {
        if (Inner<SocketException>(exception) is not null)
        {
            return new(true, "the connection broke during the TLS handshake");
        }

        var text = Inner<AuthenticationException>(exception)?.Message ?? "";
        if (text.Contains("frame", StringComparison.OrdinalIgnoreCase))
        {
            return new(false, "it does not speak TLS; if it is a plain HTTP registry, list it in `plain-http`");
        }

        return text.Contains("certificate", StringComparison.OrdinalIgnoreCase)
            ? new(false, "its certificate is not trusted; for a private certificate authority point SSL_CERT_FILE to its certificate")
            : new(true, "the TLS handshake failed");
    }

    private static string SocketReason(Exception exception) => Inner<SocketException>(exception)?.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the connection was refused",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection was reset",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "the network does not lead there",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "its name is not known to DNS",
        { } code => $"the connection failed ({code})",
        null => "the connection broke",
    };

    private static T? Inner<T>(Exception exception)
        where T : Exception
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Our own guard, when the connection was refused by it from inside the sockets.</summary>
    public static RegistryException? Guarded(Exception exception) => Inner<RegistryException>(exception);
}
