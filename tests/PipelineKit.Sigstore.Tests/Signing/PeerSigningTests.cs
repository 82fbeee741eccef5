using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>Both ways with sigstore-js: it verifies what we sign, and we verify what it signs. One process of it for each table.</summary>
public sealed class PeerSigningTests : IDisposable
{
    private static readonly byte[] Content = "an artifact"u8.ToArray();

    private static readonly (bool Statement, int LogVersion, bool Timestamps)[] Combinations =
        [(false, 1, false), (false, 1, true), (false, 2, true), (false, 0, true), (true, 1, false), (true, 1, true), (true, 0, true)];

    private readonly SigningBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [SkippableFact]
    public async Task The_peer_verifies_what_we_sign_keyless()
    {
        using var peer = new NodePeer();
        var cases = new List<(SigstoreBundle Bundle, byte[]? Artifact, JsonObject Settings)>();
        foreach (var (statement, logVersion, timestamps) in Combinations.Append((true, 2, true)))
        {
            using var signer = await _bed.KeylessAsync(logVersion, timestamps);
            var bundle = await SignAsync(signer, statement);
            var settings = Thresholds(bundle);
            (settings["ctlogThreshold"], settings["subject"], settings["issuer"]) = (1, FakeIdentityProvider.GitHubSubject, FakeIdentityProvider.GitHubIssuer);
            cases.Add((bundle, statement ? null : Content, settings));
        }

        Assert.Equal(new string?[cases.Count], await peer.VerifyAsync(_bed.Services.TrustedRootJson, [.. cases]));
    }

    [SkippableFact]
    public async Task The_peer_verifies_what_we_sign_with_a_key_that_the_hint_names()
    {
        using var peer = new NodePeer();
        var cases = new List<(SigstoreBundle Bundle, byte[]? Artifact, JsonObject Settings)>();

        // No larger curves: the peer verifies every ECDSA signature with SHA-256.
        (KeyDetails Details, bool Statement, int LogVersion)[] keys =
        [
            (KeyDetails.EcdsaP256Sha256, false, 1), (KeyDetails.EcdsaP256Sha256, true, 2), (KeyDetails.EcdsaP256Sha256, true, 1),
            (KeyDetails.EcdsaP256Sha256, false, 0), (KeyDetails.RsaPkcs1Sha256, true, 0), (KeyDetails.Ed25519, true, 0),
        ];
        foreach (var (details, statement, logVersion) in keys)
        {
            var key = TestSigner.Of(details);
            var services = _bed.Services.Services(logVersion, timestamps: logVersion > 0, fulcio: false);
            using var signer = BundleSigner.WithKey(key, services, _bed.Services.TrustedRoot, _bed.Http, _bed.Time);
            var bundle = await SignAsync(signer, statement);
            var settings = Thresholds(bundle);
            settings["key"] = new JsonObject { ["pem"] = key.PublicKey.ToPem(), ["hint"] = bundle.Material.PublicKeyHint };
            cases.Add((bundle, statement ? null : Content, settings));
        }

        Assert.Equal(new string?[cases.Count], await peer.VerifyAsync(_bed.Services.TrustedRootJson, [.. cases]));
    }

    [SkippableFact]
    public async Task The_peer_refuses_our_bundle_for_another_artifact_and_another_identity()
    {
        using var peer = new NodePeer();
        using var signer = await _bed.KeylessAsync(1, timestamps: false);
        var bundle = await SignAsync(signer, statement: false);
        var other = Thresholds(bundle);
        (other["subject"], other["issuer"]) = ("https://github.com/evil/shop/.github/workflows/release.yml@refs/heads/main", FakeIdentityProvider.GitHubIssuer);
        var reasons = await peer.VerifyAsync(
            _bed.Services.TrustedRootJson, (bundle, "another artifact"u8.ToArray(), Thresholds(bundle)), (bundle, Content, other), (bundle, Content, Thresholds(bundle)));
        Assert.StartsWith("SIGNATURE_ERROR", reasons[0], StringComparison.Ordinal);
        Assert.StartsWith("UNTRUSTED_SIGNER_ERROR", reasons[1], StringComparison.Ordinal);
        Assert.Null(reasons[2]);
    }

    [SkippableFact]
    public async Task We_verify_what_the_peer_signs()
    {
        using var peer = new NodePeer();
        var requests = Combinations.Select(c => new PeerRequest(c.Statement ? SigningBed.Statement(Content) : Content, c.Statement, c.LogVersion, c.Timestamps)).ToArray();
        var bundles = await peer.SignAsync(_bed.Services, requests);
        foreach (var (request, bundle) in requests.Zip(bundles))
        {
            var policy = SigningBed.WorkflowPolicy() with { LogEntries = request.LogVersion == 0 ? 0 : 1, SignedTimestamps = request.Timestamps ? 1 : 0 };
            var result = _bed.Verify(bundle, Artifact.Of(Content), policy);
            Assert.Equal((request, VerificationOutcome.Verified, null), (request, result.Outcome, result.Detail));
            Assert.Equal(VerificationOutcome.NotVerified, _bed.Verify(bundle, Artifact.Of("another"u8.ToArray()), policy).Outcome);
        }

        Assert.Empty(_bed.Services.Failures);
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
