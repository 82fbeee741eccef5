using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;

namespace PipelineKit.Canary.Tests.Metrics;

/// <summary>Certificates of a server and of us, on loopback.</summary>
public sealed class PrometheusTlsTests : IDisposable
{
    private const string Empty = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _server = Certificate("localhost");
    private readonly X509Certificate2 _client = Certificate("pipeline");

    [Fact]
    public async Task A_server_of_the_given_authority_is_asked_with_our_certificate()
    {
        var served = ServeAsync();
        var connection = Connection() with { Authority = _server.ExportCertificatePem(), Certificate = _client.ExportCertificatePem(), Key = Key(_client) };
        using var handler = connection.CreateHandler();
        using var source = new PrometheusSource(connection, handler, TimeProvider.System);
        Assert.Empty((await source.SamplesAsync("x", Some.Short, default)).List);
        Assert.Equal(_client.Thumbprint, await served);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_refused()
    {
        var served = ServeAsync();
        var connection = Connection() with { Authority = _client.ExportCertificatePem() };
        using var handler = connection.CreateHandler();
        using var source = new PrometheusSource(connection, handler, TimeProvider.System);
        var e = await Assert.ThrowsAsync<MetricSourceException>(() => source.SamplesAsync("x", Some.Short, default));
        Assert.Equal(MetricSourceProblem.Refused, e.Problem);
        Assert.Contains("no trusted connection", e.Message, StringComparison.Ordinal);
        Assert.Null(await served);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _server.Dispose();
        _client.Dispose();
    }

    private PrometheusConnection Connection() => new() { Address = new Uri($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}") };

    // Answers one request; the thumbprint of the client, null when there was no connection.
    private Task<string?> ServeAsync()
    {
        _listener.Start();
        return Task.Run(async () =>
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = new SslStream(client.GetStream());
            try
            {
                await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _server, ClientCertificateRequired = true, RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null });
                Assert.NotEqual(0, await stream.ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Empty.Length}\r\nConnection: close\r\n\r\n{Empty}"));
                return stream.RemoteCertificate?.GetCertHashString();
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                return null;
            }
        });
    }

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static string Key(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
