using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

public sealed class KeySigningTests : IDisposable
{
    private static readonly byte[] Content = "an artifact"u8.ToArray();
    private readonly SigningBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Theory]
    [InlineData(KeyDetails.EcdsaP256Sha256, 1)]
    [InlineData(KeyDetails.EcdsaP256Sha256, 2)]
    [InlineData(KeyDetails.EcdsaP384Sha384, 1)]
    [InlineData(KeyDetails.EcdsaP384Sha384, 2)]
    [InlineData(KeyDetails.EcdsaP521Sha512, 1)]
    [InlineData(KeyDetails.RsaPkcs1Sha256, 2)]
    public async Task A_key_signs_artifacts_and_statements_into_the_logs(KeyDetails details, int logVersion)
    {
        var key = TestSigner.Of(details);
        using var signer = BundleSigner.WithKey(key, _bed.Services.Services(logVersion, timestamps: true, fulcio: false), _bed.Services.TrustedRoot, _bed.Http, _bed.Time);
        var policy = new VerificationPolicy { Keys = [key.PublicKey], KeysNeedLog = true, SignedTimestamps = 1 };
        var artifact = await signer.SignArtifactAsync(Content, CancellationToken.None);
        var statement = await signer.SignStatementAsync(SigningBed.Statement(Content), CancellationToken.None);
        foreach (var bundle in (SigstoreBundle[])[artifact, statement])
        {
            var result = _bed.Verify(bundle, Artifact.Of(Content), policy);
            Assert.Equal((VerificationOutcome.Verified, null), (result.Outcome, result.Detail));
            Assert.Equal(Convert.ToBase64String(key.PublicKey.Id.Span), bundle.Material.PublicKeyHint);
            Assert.Empty(bundle.Material.Certificates);
        }

        Assert.Null(signer.Identity);
        Assert.DoesNotContain(_bed.Services.Requests, r => r.Contains("/fulcio/", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(KeyDetails.EcdsaP256Sha256)]
    [InlineData(KeyDetails.EcdsaP521Sha512)]
    [InlineData(KeyDetails.Ed25519)]
    public async Task A_key_alone_needs_no_root_and_no_network(KeyDetails details)
    {
        var key = TestSigner.Of(details);
        using var nobody = new HttpMessageInvoker(new ScriptedHandler());
        using var signer = BundleSigner.WithKey(key, new SigningServices(null, [], []), root: null, nobody, _bed.Time);
        var bundle = await signer.SignArtifactAsync(Content, CancellationToken.None);
        var verifier = new BundleVerifier(TrustedRoot.Empty, _bed.Time);
        Assert.Equal(VerificationOutcome.Verified, verifier.Verify(bundle, Artifact.Of(Content), new VerificationPolicy { Keys = [key.PublicKey] }).Outcome);
        Assert.Empty(bundle.Material.LogEntries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_prehashed_ed25519_signature_of_an_artifact_is_for_logs(int logVersion)
    {
        var key = TestSigner.Of(KeyDetails.Ed25519Ph);
        using var signer = BundleSigner.WithKey(key, _bed.Services.Services(logVersion, timestamps: true, fulcio: false), _bed.Services.TrustedRoot, _bed.Http, _bed.Time);
        var bundle = await signer.SignArtifactAsync(Content, CancellationToken.None);
        var result = _bed.Verify(bundle, Artifact.Of(Content), new VerificationPolicy { Keys = [key.PublicKey], KeysNeedLog = true });
        Assert.Equal((VerificationOutcome.Verified, null), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task A_pure_ed25519_key_puts_statements_into_a_log_with_api_v1()
    {
        var key = TestSigner.Of(KeyDetails.Ed25519);
        using var signer = BundleSigner.WithKey(key, _bed.Services.Services(1, timestamps: false, fulcio: false), _bed.Services.TrustedRoot, _bed.Http, _bed.Time);
        var bundle = await signer.SignStatementAsync(SigningBed.Statement(Content), CancellationToken.None);
        Assert.Equal("dsse", Assert.Single(bundle.Material.LogEntries).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_pure_ed25519_signature_of_an_artifact_is_not_for_logs_and_the_error_says_so(int logVersion)
    {
        var key = TestSigner.Of(KeyDetails.Ed25519);
        using var signer = BundleSigner.WithKey(key, _bed.Services.Services(logVersion, timestamps: true, fulcio: false), _bed.Services.TrustedRoot, _bed.Http, _bed.Time);
        var error = await Assert.ThrowsAsync<SigningException>(() => signer.SignArtifactAsync(Content, CancellationToken.None));
        Assert.Equal(SigningProblem.BadKey, error.Problem);
        Assert.Contains("pure Ed25519", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_without_a_root_are_refused_because_their_answers_could_not_be_verified()
    {
        var key = TestSigner.Of(KeyDetails.EcdsaP256Sha256);
        var error = Assert.Throws<SigningException>(() => BundleSigner.WithKey(key, _bed.Services.Services(1, timestamps: false), root: null, _bed.Http, _bed.Time));
        Assert.Contains("trusted root", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_a_log_without_times_needs_a_timestamp_authority()
    {
        var key = TestSigner.Of(KeyDetails.EcdsaP256Sha256);
        var error = Assert.Throws<SigningException>(() => BundleSigner.WithKey(key, _bed.Services.Services(2, timestamps: false), _bed.Services.TrustedRoot, _bed.Http, _bed.Time));
        Assert.Contains("does not say when", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_by_another_key_than_the_signer_says_is_not_given_out()
    {
        var (one, other) = (TestSigner.Of(KeyDetails.EcdsaP256Sha256), TestSigner.Of(KeyDetails.EcdsaP256Sha256));
        var liar = new TestSigner(one.PublicKey, data => other.SignAsync(data, CancellationToken.None).Result);
        using var signer = BundleSigner.WithKey(liar, new SigningServices(null, [], []), root: null, _bed.Http, _bed.Time);
        var error = await Assert.ThrowsAsync<SigningException>(() => signer.SignArtifactAsync(Content, CancellationToken.None));
        Assert.Contains("(SignatureInvalid)", error.Message, StringComparison.Ordinal);
    }
}
