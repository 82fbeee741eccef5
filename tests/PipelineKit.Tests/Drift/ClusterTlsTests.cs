using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Clusters;
using PipelineKit.Drift;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Drift;

/// <summary>An API server with a certificate of the cluster's own authority, as every cluster has.</summary>
public sealed class ClusterTlsTests : IDisposable
{
    private readonly X509Certificate2 _authority = Authority("the cluster");
    private readonly X509Certificate2 _other = Authority("somebody else");

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task The_authority_of_the_cluster_is_believed_and_the_running_image_is_compared()
    {
        using var setup = new DriftSetup();
        using var server = Server(setup);
        setup.Folder.Write("ca.crt", _authority.ExportCertificatePem());

        Assert.True(
            await setup.RunAsync("--cluster", $"https://{server.Endpoint}", "--cluster-ca", "ca.crt", "--cluster-token", "t0ken", "--namespaces", "shop") == ExitCode.GateSaidNo, setup.Program.All);

        Assert.Equal(setup.Before.Text, setup.Finding("running-differs").GetProperty("actual").GetString());
        Assert.DoesNotContain("t0ken", setup.Program.All, StringComparison.Ordinal);
        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task A_kubeconfig_brings_authority_and_client_certificate()
    {
        using var setup = new DriftSetup();
        using var client = Issue(_authority, "CN=auditor,O=system:masters", isServer: false);
        var shown = new List<string>();
        using var server = Server(setup, client: certificate => shown.Add(certificate?.Subject ?? "nobody"));
        string Data(string pem) => Convert.ToBase64String(Encoding.UTF8.GetBytes(pem));
        using var key = client.GetECDsaPrivateKey()!;
        setup.Folder.Write("kube/config", $$"""
            current-context: prod
            contexts:
            - { name: prod, context: { cluster: c, user: u } }
            clusters:
            - { name: c, cluster: { server: "https://{{server.Endpoint}}", certificate-authority-data: {{Data(_authority.ExportCertificatePem())}} } }
            users:
            - { name: u, user: { client-certificate-data: {{Data(client.ExportCertificatePem())}}, client-key-data: {{Data(key.ExportPkcs8PrivateKeyPem())}} } }
            """);

        Assert.True(await setup.RunAsync("--cluster", "kubeconfig", "--kubeconfig", "kube/config", "--namespaces", "shop") == ExitCode.GateSaidNo, setup.Program.All);

        Assert.Equal(setup.Before.Text, setup.Finding("running-differs").GetProperty("actual").GetString());
        Assert.Contains("CN=auditor, O=system:masters", shown);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_not_asked_and_gets_no_token()
    {
        using var setup = new DriftSetup();
        using var server = Server(setup);

        foreach (var authority in (string[])[_other.ExportCertificatePem(), ""])
        {
            var access = new ClusterAccess($"https://{server.Endpoint}", "t0ken", authority, "", "");
            using var handler = ClusterConnection.Handler(access);
            var api = new ClusterApi(access, handler, new FakeTimeProvider { AutoAdvance = true });

            var failure = (await Assert.ThrowsAsync<FailureException>(() => api.ListAsync(["shop"], CancellationToken.None))).Failures[0];

            Assert.Equal(FailureCodes.RemoteUnavailable, failure.Code);
            Assert.Contains("cluster-ca", failure.RemedyText, StringComparison.Ordinal);
        }

        Assert.Empty(server.Failures);
    }

    [Fact]
    public async Task In_a_cluster_the_service_account_says_whom_to_ask_as_whom_and_whom_to_believe()
    {
        using var setup = new DriftSetup();
        using var server = Server(setup);
        setup.Folder.Write("account/token", "t0ken\n");
        setup.Folder.Write("account/ca.crt", _authority.ExportCertificatePem());
        var masked = new List<string>();
        var context = new CommandContext
        {
            Inputs = new InputReader([], _ => { }),
            Ci = new CiContext { Workspace = setup.Folder.Path },
            Environment = new HostEnvironment
            {
                Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1", ["KUBERNETES_SERVICE_PORT"] = server.Port.ToString(CultureInfo.InvariantCulture) },
            },
            WorkingDirectory = setup.Folder.Path,
            Time = new FakeTimeProvider { AutoAdvance = true },
            Progress = SilentProgress.Instance,
            Mask = masked.Add,
        };
        var settings = new ClusterSettings(ClusterSettings.InCluster, "", "", "", "") { ServiceAccountFolder = Path.Combine(setup.Folder.Path, "account") };

        var access = await ClusterConnection.FindAsync(settings, context, CancellationToken.None);
        using var handler = ClusterConnection.Handler(access);
        var images = await new ClusterApi(access, handler, context.Time).ListAsync(["shop"], CancellationToken.None);

        Assert.Equal("shop-1", Assert.Single(images).Name);
        Assert.Equal(["t0ken"], masked);
        Assert.Empty(server.Failures);
    }

    [Fact]
    public void An_authority_that_is_no_certificate_is_told()
    {
        var failure = Assert.Throws<FailureException>(() => ClusterConnection.Handler(new ClusterAccess("https://127.0.0.1:1", "", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "", ""))).Failures[0];

        Assert.Equal(FailureCodes.BadInputValue, failure.Code);
    }

    // It answers the pods of the setup, of an image that was there before.
    private LoopbackHttpServer Server(DriftSetup setup, Action<X509Certificate?>? client = null)
    {
        var certificate = Issue(_authority, "CN=kube-apiserver", isServer: true);
        return new LoopbackHttpServer((request, _) =>
        {
            Assert.Equal(client is null ? "Bearer t0ken" : null, request.Header("Authorization"));
            var name = request.Path.Split('/')[^1];
            return Task.FromResult(LoopbackResponse.Of(200, "application/json", name == "pods"
                ? new JsonObject { ["kind"] = "PodList", ["items"] = new JsonArray(Pods.Pod("shop-1", $"{setup.Image}@{setup.Digest}", $"{setup.Image}@{setup.Before}")) }.ToJsonString()
                : $$"""{"kind":"{{name}}List","metadata":{},"items":[]}"""));
        })
        {
            Tls = new SslServerAuthenticationOptions
            {
                ServerCertificate = certificate,
                ClientCertificateRequired = client is not null,
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                {
                    client?.Invoke(shown);
                    return true;
                },
            },
        };
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string subject, bool isServer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isServer ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], critical: false));
        if (isServer)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
        }

        using var issued = request.Create(authority, DateTimeOffset.UnixEpoch, new DateTimeOffset(2098, 1, 1, 0, 0, 0, TimeSpan.Zero), [1, (byte)subject.Length]);
        return issued.CopyWithPrivateKey(key);
    }
}
