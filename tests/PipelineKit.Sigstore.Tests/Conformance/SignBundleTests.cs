using PipelineKit.Sigstore.Conformance;
using PipelineKit.Sigstore.Tests.Signing;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Conformance;

public sealed class SignBundleTests : IDisposable
{
    private readonly SigningBed _bed = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _folder.Dispose();
        _bed.Dispose();
    }

    [Theory]
    [InlineData(false, 1, "hashedrekord", "0.0.1")]
    [InlineData(true, 1, "dsse", "0.0.1")]
    [InlineData(false, 2, "hashedrekord", "0.0.2")]
    [InlineData(true, 2, "hashedrekord", "0.0.2")]
    public async Task What_it_signs_it_verifies_by_path_and_by_digest(bool statement, int logVersion, string kind, string version)
    {
        var content = "an artifact"u8.ToArray();
        var artifact = _folder.Write("a.txt", content);
        var signed = statement ? _folder.Write("statement.json", SigningBed.Statement(content)) : artifact;
        var root = _folder.Write("trusted_root.json", _bed.Services.TrustedRootJson);
        var config = _folder.Write("signing_config.json", _bed.Services.SigningConfigJson(logVersion, timestamps: logVersion == 2));
        var bundle = Path.Combine(_folder.Path, "bundle.json");
        string[] flags = statement ? ["--in-toto"] : [];
        var (code, error) = await SignAsync(
            [.. flags, "--identity-token", _bed.Services.Identities.GitHub(), "--bundle", bundle, "--trusted-root", root, "--signing-config", config, signed]);
        Assert.Equal((0, ""), (code, error));
        var read = SigstoreBundle.Parse(await File.ReadAllBytesAsync(bundle));
        Assert.Equal((kind, version), (read.Material.LogEntries[0].Kind, read.Material.LogEntries[0].KindVersion));
        Assert.Single(read.Material.Certificates);
        if (statement)
        {
            Assert.Equal(await File.ReadAllBytesAsync(signed), Assert.IsType<DsseContent>(read.Content).Envelope.Payload.ToArray());
        }

        foreach (var what in (string[])[artifact, Artifact.Of(content).Digest.Text])
        {
            using var reasons = new StringWriter();
            string[] verify =
            [
                "--bundle", bundle, "--certificate-identity", FakeIdentityProvider.GitHubSubject, "--certificate-oidc-issuer", FakeIdentityProvider.GitHubIssuer,
                "--trusted-root", root, what,
            ];
            Assert.Equal(0, await VerifyBundle.RunAsync(verify, reasons, _bed.Time, CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("--identity-token is missing", "--bundle", "b", "f")]
    [InlineData("--bundle is missing", "--identity-token", "t", "f")]
    [InlineData("exactly one file", "--identity-token", "t", "--bundle", "b")]
    [InlineData("exactly one file", "--identity-token", "t", "--bundle", "b", "f", "g")]
    [InlineData("exactly one file", "--identity-token", "t", "--bundle", "b", "--unknown")]
    [InlineData("twice", "--identity-token", "t", "--bundle", "b", "--bundle", "c", "f")]
    [InlineData("staging", "--staging", "--identity-token", "t", "--bundle", "b", "f")]
    public async Task Wrong_arguments_are_named(string reason, params string[] args)
    {
        var (code, error) = await SignAsync(args);
        Assert.Equal(2, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Contains("usage: sign-bundle", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_leaves_no_bundle_and_its_text_nowhere()
    {
        var token = _bed.Services.Identities.GitHub("another");
        var bundle = Path.Combine(_folder.Path, "bundle.json");
        var (code, error) = await SignAsync(
        [
            "--identity-token", token, "--bundle", bundle,
            "--trusted-root", _folder.Write("trusted_root.json", _bed.Services.TrustedRootJson),
            "--signing-config", _folder.Write("signing_config.json", _bed.Services.SigningConfigJson(1, timestamps: false)),
            _folder.Write("a.txt", "a"u8.ToArray()),
        ]);
        Assert.Equal(1, code);
        Assert.StartsWith("Refused: the certificate authority", error, StringComparison.Ordinal);
        Assert.DoesNotContain(token, error, StringComparison.Ordinal);
        Assert.False(File.Exists(bundle));
    }

    private async Task<(int Code, string Error)> SignAsync(string[] args)
    {
        using var error = new StringWriter();
        var code = await SignBundle.RunAsync(args, error, _bed.Time, CancellationToken.None);
        return (code, error.ToString());
    }
}
