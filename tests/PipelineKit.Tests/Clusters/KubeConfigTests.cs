using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PipelineKit.Clusters;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Clusters;

public sealed class KubeConfigTests
{
    private const string Head = "current-context: a\ncontexts:\n- { name: a, context: { cluster: c, user: u } }\n- { name: b, context: { cluster: c } }\n";

    [Fact]
    public async Task Server_authority_and_client_certificate_come_from_the_current_context()
    {
        var (certificate, key) = Certificate();
        var access = await ReadAsync($$"""
            {{Head}}clusters: [ { name: c, cluster: { server: "https://10.0.0.1:6443", certificate-authority-data: {{Base64(certificate)}} } } ]
            users: [ { name: u, user: { client-certificate-data: {{Base64(certificate)}}, client-key-data: {{Base64(key)}} } } ]
            """);

        Assert.Equal(("https://10.0.0.1:6443", certificate, key), (access.Server, access.Authority, access.Key));
        using var handler = ClusterConnection.Handler(access);
        Assert.Single(handler.SslOptions.CertificateChainPolicy!.CustomTrustStore);
        Assert.True(Assert.IsType<X509Certificate2>(handler.SslOptions.ClientCertificates![0]).HasPrivateKey);
    }

    [Fact]
    public async Task A_context_without_user_is_asked_as_nobody() =>
        Assert.Equal("", (await ReadAsync(Head + "clusters: [ { name: c, cluster: { server: \"https://c\" } } ]", "b")).Token);

    [Theory]
    [InlineData("{}", "", "there is no `current-context`")]
    [InlineData(Head, "c", "there is no `c` among `contexts`")]
    [InlineData(Head, "", "`clusters` is missing here")]
    [InlineData(Head + "clusters: [ { name: c, cluster: { server: s, insecure-skip-tls-verify: true } } ]\nusers: [ { name: u, user: { token: t } } ]", "", "would believe whoever answers")]
    [InlineData(Head + "clusters: [ { name: c, cluster: { server: s } } ]\nusers: [ { name: u, user: { exec: { command: aws } } } ]", "", "gets its token from another program")]
    [InlineData(Head + "clusters: [ { name: c, cluster: { server: s, certificate-authority-data: '*' } } ]\nusers: [ { name: u, user: { token: t } } ]", "", "`certificate-authority-data` is not base64")]
    public async Task What_is_missing_or_unsafe_is_told_at_its_place(string content, string context, string why)
    {
        var failure = Assert.Single((await Assert.ThrowsAsync<FailureException>(() => ReadAsync(content, context))).Failures);

        Assert.Contains(why, failure.What, StringComparison.Ordinal);
        Assert.NotNull(failure.Place!.Line);
    }

    [Fact]
    public void A_damaged_certificate_is_bad_input()
    {
        var access = new ClusterAccess("https://c", "", "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "x");

        Assert.Equal(FailureCodes.BadInputValue, Assert.Throws<FailureException>(() => ClusterConnection.Handler(access)).Failures[0].Code);
    }

    private static async Task<ClusterAccess> ReadAsync(string content, string context = "")
    {
        using var folder = new TempFolder();
        return await KubeConfig.ReadAsync(Path.Combine(folder.Path, "config"), Encoding.UTF8.GetBytes(content), context, CancellationToken.None);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static (string Certificate, string Key) Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
