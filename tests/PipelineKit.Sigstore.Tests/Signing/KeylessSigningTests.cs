using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

public sealed class KeylessSigningTests : IDisposable
{
    private static readonly byte[] Content = "an artifact"u8.ToArray();
    private readonly SigningBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(1, false, "hashedrekord", "0.0.1")]
    [InlineData(1, true, "hashedrekord", "0.0.1")]
    [InlineData(2, true, "hashedrekord", "0.0.2")]
    public async Task An_artifact_is_signed_logged_and_verifies(int logVersion, bool timestamps, string kind, string version)
    {
        using var signer = await _bed.KeylessAsync(logVersion, timestamps);
        var bundle = await signer.SignArtifactAsync(Content, CancellationToken.None);
        var entry = Assert.Single(bundle.Material.LogEntries);
        Assert.Equal((kind, version), (entry.Kind, entry.KindVersion));
        Assert.Equal(timestamps ? 1 : 0, bundle.Material.Timestamps.Count);
        Assert.Single(bundle.Material.Certificates);
        var result = _bed.Verify(bundle, Artifact.Of(Content));
        Assert.Equal((VerificationOutcome.Verified, null), (result.Outcome, result.Detail));
        Assert.Equal(FakeIdentityProvider.GitHubSubject, signer.Identity!.Subject);
        Assert.Empty(_bed.Services.Failures);
    }

    [Theory]
    [InlineData(1, false, "dsse", "0.0.1")]
    [InlineData(2, true, "hashedrekord", "0.0.2")]
    [InlineData(0, true, null, null)]
    public async Task A_statement_is_signed_as_its_bytes_and_verifies(int logVersion, bool timestamps, string? kind, string? version)
    {
        using var signer = await _bed.KeylessAsync(logVersion, timestamps);
        var statement = SigningBed.Statement(Content);
        var bundle = await signer.SignStatementAsync(statement, CancellationToken.None);
        var entry = bundle.Material.LogEntries.SingleOrDefault();
        Assert.Equal((kind, version), (entry?.Kind, entry?.KindVersion));
        Assert.Equal(statement, Assert.IsType<DsseContent>(bundle.Content).Envelope.Payload.ToArray());
        var result = _bed.Verify(bundle, Artifact.Of(Content), SigningBed.WorkflowPolicy() with { LogEntries = logVersion == 0 ? 0 : 1, SignedTimestamps = timestamps ? 1 : 0 });
        Assert.Equal((VerificationOutcome.Verified, null), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task Both_logs_can_witness_one_signature()
    {
        var services = new SigningServices(
            _bed.Services.Fulcio, [new SigningLog(_bed.Services.RekorV1, 1), new SigningLog(_bed.Services.RekorV2, 2)], [_bed.Services.Timestamps]);
        using var signer = await BundleSigner.KeylessAsync(_bed.Services.Identities.GitHub(), services, _bed.Services.TrustedRoot, _bed.Http, _bed.Time, CancellationToken.None);
        var bundle = await signer.SignArtifactAsync(Content, CancellationToken.None);
        Assert.Equal(["0.0.1", "0.0.2"], bundle.Material.LogEntries.Select(e => e.KindVersion));
        Assert.Equal(VerificationOutcome.Verified, _bed.Verify(bundle, Artifact.Of(Content), SigningBed.WorkflowPolicy() with { LogEntries = 2 }).Outcome);
    }

    [Fact]
    public async Task An_instance_without_logs_is_enough_when_the_root_has_none_either()
    {
        _bed.Services.Faults.Fulcio = FulcioFault.NoSct;
        var root = _bed.Services.TrustedRoot with { CertificateLogs = [], TransparencyLogs = [] };
        using var signer = await BundleSigner.KeylessAsync(
            _bed.Services.Identities.GitHub(), _bed.Services.Services(0, timestamps: true), root, _bed.Http, _bed.Time, CancellationToken.None);
        var bundle = await signer.SignStatementAsync(SigningBed.Statement(Content), CancellationToken.None);
        var policy = SigningBed.WorkflowPolicy() with { LogEntries = 0, SignedTimestamps = 1, CertificateTimestamps = 0 };
        Assert.Equal(VerificationOutcome.Verified, new BundleVerifier(root, _bed.Time).Verify(bundle, Artifact.Of(Content), policy).Outcome);
    }

    [Fact]
    public async Task A_mail_login_signs_as_its_address()
    {
        using var signer = await _bed.KeylessAsync(1, timestamps: false, _bed.Services.Identities.Mail());
        Assert.Equal(("dev@example.test", FakeIdentityProvider.MailIssuer), (signer.Identity!.Subject, signer.Identity.Issuer));
        await signer.SignArtifactAsync(Content, CancellationToken.None);
    }

    [Fact]
    public async Task A_private_instance_that_accepts_azure_pipelines_certifies_its_identity()
    {
        _bed.Services.AcceptAzure();
        using var signer = await _bed.KeylessAsync(2, timestamps: true, _bed.Services.Identities.Azure());
        Assert.Equal(("p://contoso/shop/release", FakeIdentityProvider.AzureIssuer), (signer.Identity!.Subject, signer.Identity.Issuer));
        await signer.SignStatementAsync(SigningBed.Statement(Content), CancellationToken.None);
    }

    [Theory]
    [InlineData("https://fulcio.sigstore.dev")]
    [InlineData("https://fulcio.sigstage.dev/")]
    public async Task The_public_instance_is_not_asked_for_azure_pipelines_and_the_error_says_what_to_do(string fulcio)
    {
        var services = _bed.Services.Services(1, timestamps: false) with { Fulcio = new Uri(fulcio) };
        using var nobody = new HttpMessageInvoker(new ScriptedHandler());
        var error = await Assert.ThrowsAsync<SigningException>(() => BundleSigner.KeylessAsync(
            _bed.Services.Identities.Azure(), services, _bed.Services.TrustedRoot, nobody, _bed.Time, CancellationToken.None));
        Assert.Equal(SigningProblem.Refused, error.Problem);
        Assert.Contains("does not accept identities of Azure Pipelines", error.Message, StringComparison.Ordinal);
        Assert.Contains("Key Vault", error.Remedy, StringComparison.Ordinal);
        Assert.Contains("Fulcio of your own", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_without_times_needs_a_timestamp_authority()
    {
        var error = await Assert.ThrowsAsync<SigningException>(() => _bed.KeylessAsync(2, timestamps: false));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Contains("does not say when", error.Message, StringComparison.Ordinal);
        Assert.Contains("timestamp authority", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(_bed.Services.Requests);
    }

    [Fact]
    public async Task Without_log_and_timestamps_nothing_is_asked_for()
    {
        var error = await Assert.ThrowsAsync<SigningException>(() => _bed.KeylessAsync(0, timestamps: false));
        Assert.Contains("nothing would say when", error.Message, StringComparison.Ordinal);
        Assert.Empty(_bed.Services.Requests);
    }

    [Fact]
    public async Task A_token_that_is_over_is_not_sent()
    {
        var token = _bed.Services.Identities.GitHub();
        _bed.Time.Advance(TimeSpan.FromMinutes(6));
        var error = await Assert.ThrowsAsync<SigningException>(() => _bed.KeylessAsync(1, timestamps: false, token));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Contains("expired at 2030-01-02 03:09:05Z", error.Message, StringComparison.Ordinal);
        Assert.Contains("new token", error.Remedy, StringComparison.Ordinal);
        Assert.Empty(_bed.Services.Requests);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_refused_with_what_is_needed()
    {
        var token = _bed.Services.Identities.GitHub("nobody");
        var error = await Assert.ThrowsAsync<SigningException>(() => _bed.KeylessAsync(1, timestamps: false, token));
        Assert.Equal(SigningProblem.Refused, error.Problem);
        Assert.Contains("another audience", error.Message, StringComparison.Ordinal);
        Assert.Contains("for nobody", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[],"predicateType":"p","predicate":{}}""")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","subject":[{"digest":{"gitCommit":"0123456789abcdef0123456789abcdef01234567"}}],"predicateType":"https://example.test/p","predicate":{}}""")]
    public async Task A_statement_that_nobody_could_verify_is_not_signed(string statement)
    {
        using var signer = await _bed.KeylessAsync(1, timestamps: false);
        var error = await Assert.ThrowsAsync<SigningException>(() => signer.SignStatementAsync(System.Text.Encoding.UTF8.GetBytes(statement), CancellationToken.None));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Equal(["POST /fulcio/api/v2/signingCert"], _bed.Services.Requests);
    }
}
