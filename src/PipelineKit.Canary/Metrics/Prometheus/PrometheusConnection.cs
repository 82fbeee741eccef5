using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PipelineKit.Canary;

/// <summary>A server with the HTTP API of Prometheus (also Mimir, Thanos, VictoriaMetrics and the managed ones), and as whom it is asked.</summary>
public sealed record PrometheusConnection
{
    /// <summary>The address, with the path before <c>/api/v1</c> if there is one (<c>https://host/prometheus</c>), and parameters every request has (<c>?dedup=true</c>).</summary>
    public required Uri Address { get; init; }

    /// <summary>The name for basic authentication; empty for none.</summary>
    public string User { get; init; } = "";

    /// <summary>Its password.</summary>
    public string Password { get; init; } = "";

    /// <summary>A bearer token; empty for none.</summary>
    public string Token { get; init; } = "";

    /// <summary>More headers, such as <c>X-Scope-OrgID</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A client certificate as PEM text; empty for none.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Its private key as PEM text.</summary>
    public string Key { get; init; } = "";

    /// <summary>The only authorities that are believed, as PEM text; empty for those of the system.</summary>
    public string Authority { get; init; } = "";

    /// <summary>Whether anything secret is sent.</summary>
    internal bool HasCredentials => User.Length > 0 || Token.Length > 0 || Headers.Count > 0;

    /// <summary>The address without credentials, parameters and fragment.</summary>
    internal string Name => Address.IsAbsoluteUri ? Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/') : "metrics";

    /// <summary>What is wrong with it and what would be right; null for nothing. Credentials are never sent in the clear, except to this machine.</summary>
    public string? Problem()
    {
        if (!Address.IsAbsoluteUri || (Address.Scheme != Uri.UriSchemeHttp && Address.Scheme != Uri.UriSchemeHttps))
        {
            return "The address of the metrics is not one of https or http";
        }

        if (Address.UserInfo.Length > 0 || Address.Fragment.Length > 0)
        {
            return "The address of the metrics has a user name or a fragment in it; give user and password on their own";
        }

        if (Address.Scheme == Uri.UriSchemeHttp && !Address.IsLoopback && HasCredentials)
        {
            return $"{Name} is plain HTTP: a password, token or header would be readable on the way; use https";
        }

        if (User.Length > 0 && Token.Length > 0)
        {
            return "Both a user and a token are given; give one of them";
        }

        if (User.Contains(':', StringComparison.Ordinal) || (User.Length == 0 && Password.Length > 0))
        {
            return "For basic authentication a user without a colon is needed";
        }

        if ((Certificate.Length > 0) != (Key.Length > 0))
        {
            return "A client certificate needs both the certificate and its key";
        }

        return Headers.FirstOrDefault(h => !IsHeader(h)) is { Key: not null } bad ? $"`{bad.Key}` is no header that can be set" : null;
    }

    /// <summary>A handler for it: follows no redirects, keeps no cookies, always checks certificates.</summary>
    /// <exception cref="MetricSourceException">A certificate or key is damaged.</exception>
    public SocketsHttpHandler CreateHandler()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            MaxResponseHeadersLength = 64,
            AutomaticDecompression = Address.IsLoopback ? DecompressionMethods.None : DecompressionMethods.GZip,
        };
        try
        {
            if (Authority.Length > 0)
            {
                var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPem(Authority);
                handler.SslOptions.CertificateChainPolicy = policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException("no certificate is in the file of the authority");
            }

            if (Certificate.Length > 0)
            {
                handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(Certificate, Key)];
            }

            return handler;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            handler.Dispose();
            throw new MetricSourceException(MetricSourceProblem.Unreadable, Name, $"A certificate or key for {Name} is damaged: {e.Message}", e);
        }
    }

    private static bool IsHeader(KeyValuePair<string, string> header)
    {
        using var probe = new HttpRequestMessage();
        return header.Key.ToLowerInvariant() is not ("authorization" or "host" or "content-type" or "content-length" or "transfer-encoding")
            && !header.Value.AsSpan().ContainsAny('\r', '\n', '\0')
            && probe.Headers.TryAddWithoutValidation(header.Key, header.Value);
    }
}
