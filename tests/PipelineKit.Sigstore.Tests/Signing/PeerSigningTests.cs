using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>Both ways with sigstore-js: it verifies what we sign, and we verify what it signs.</summary>
public sealed class PeerSigningTests : IDisposable
{
    private static readonly byte[] Content = "an artifact"u8.ToArray();
    private readonly SigningBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableTheory]
    [InlineData(false, 1, false)]
    [InlineData(false, 1, true)]
    [InlineData(false, 2, true)]
    [InlineData(true, 1, true)]
    [InlineData(true, 2, true)]
    [InlineData(true, 0, true)]
    public async Task The_peer_verifies_what_we_sign_keyless(bool statement, int logVersion, bool timestamps)
    {
        using var peer = new NodePeer();
        using var signer = await _bed.KeylessAsync(logVersion, timestamps);
        var bundle = await SignAsync(signer, statement);
        var settings = Thresholds(bundle);
        (settings["ctlogThreshold"], settings["subject"], settings["issuer"]) = (1, FakeIdentityProvider.GitHubSubject, FakeIdentityProvider.GitHubIssuer);
        Assert.Null(await peer.VerifyAsync(bundle.ToJson(), _bed.Services.TrustedRootJson, statement ? null : Content, settings));
    }

    // No larger curves: the peer verifies every ECDSA signature with SHA-256.
    [SkippableTheory]
    [InlineData(KeyDetails.EcdsaP256Sha256, false, 1)]
    [InlineData(KeyDetails.EcdsaP256Sha256, true, 2)]
    [InlineData(KeyDetails.EcdsaP256Sha256, true, 1)]
    [InlineData(KeyDetails.RsaPkcs1Sha256, true, 0)]
    [InlineData(KeyDetails.Ed25519, true, 0)]
    public async Task The_peer_verifies_what_we_sign_with_a_key_that_the_hint_names(KeyDetails details, bool statement, int logVersion)
    {
        using var peer = new NodePeer();
        var key = TestSigner.Of(details);
        using var signer = BundleSigner.WithKey(
            key, _bed.Services.Services(logVersion, timestamps: logVersion > 0, fulcio: false), _bed.Services.TrustedRoot, _bed.Http, _bed.Time);
        var bundle = await SignAsync(signer, statement);
        var settings = Thresholds(bundle);
        settings["key"] = new JsonObject { ["pem"] = key.PublicKey.ToPem(), ["hint"] = bundle.Material.PublicKeyHint };
        Assert.Null(await peer.VerifyAsync(bundle.ToJson(), _bed.Services.TrustedRootJson, statement ? null : Content, settings));
    }

    [SkippableFact]
    public async Task The_peer_refuses_our_bundle_for_another_artifact_and_another_identity()
    {
        using var peer = new NodePeer();
        using var signer = await _bed.KeylessAsync(1, timestamps: false);
        var bundle = await SignAsync(signer, statement: false);
        var settings = Thresholds(bundle);
        Assert.StartsWith("SIGNATURE_ERROR", await peer.VerifyAsync(bundle.ToJson(), _bed.Services.TrustedRootJson, "another artifact"u8.ToArray(), settings), StringComparison.Ordinal);
        (settings["subject"], settings["issuer"]) = ("https://github.com/evil/shop/.github/workflows/release.yml@refs/heads/main", FakeIdentityProvider.GitHubIssuer);
        Assert.StartsWith("UNTRUSTED_SIGNER_ERROR", await peer.VerifyAsync(bundle.ToJson(), _bed.Services.TrustedRootJson, Content, settings), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false, 1, false, null)]
    [InlineData(false, 1, true, null)]
    [InlineData(false, 2, true, null)]
    [InlineData(false, 0, true, null)]
    [InlineData(true, 1, false, "dsse")]
    [InlineData(true, 1, true, "dsse")]
    public async Task We_verify_what_the_peer_signs(bool statement, int logVersion, bool timestamps, string? entryType)
    {
        using var peer = new NodePeer();
        var signed = statement ? SigningBed.Statement(Content) : Content;
        var json = await peer.SignAsync(_bed.Services, signed, _bed.Services.Identities.GitHub(), statement ? DsseEnvelope.InTotoPayload : null, logVersion, timestamps, entryType);
        var policy = SigningBed.WorkflowPolicy() with { LogEntries = logVersion == 0 ? 0 : 1, SignedTimestamps = timestamps ? 1 : 0 };
        var result = _bed.Verify(SigstoreBundle.Parse(json), Artifact.Of(Content), policy);
        Assert.Equal((VerificationOutcome.Verified, null), (result.Outcome, result.Detail));
        Assert.Equal(VerificationOutcome.NotVerified, _bed.Verify(SigstoreBundle.Parse(json), Artifact.Of("another"u8.ToArray()), policy).Outcome);
    }

    private static JsonObject Thresholds(SigstoreBundle bundle)
    {
        var entries = bundle.Material.LogEntries;
        return new JsonObject
        {
            ["tlogThreshold"] = entries.Count,
            ["timestampThreshold"] = bundle.Material.Timestamps.Count + entries.Count(e => e.SignedEntryTimestamp is not null),
        };
    }

    private static Task<SigstoreBundle> SignAsync(BundleSigner signer, bool statement) =>
        statement ? signer.SignStatementAsync(SigningBed.Statement(Content), CancellationToken.None) : signer.SignArtifactAsync(Content, CancellationToken.None);
}
