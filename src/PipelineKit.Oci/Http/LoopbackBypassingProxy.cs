using System.Net;

namespace PipelineKit.Oci;

/// <summary>The system's proxy (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), but never for this machine: a proxy cannot reach our loopback.</summary>
internal sealed class LoopbackBypassingProxy(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => NetworkAddresses.KindOfHost(host.Host) == AddressKind.Loopback || inner.IsBypassed(host);
}
