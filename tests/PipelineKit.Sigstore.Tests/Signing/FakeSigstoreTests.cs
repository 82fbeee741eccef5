using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>The fake instance itself, between the two halves of the independent implementation: none of our code is in the way.</summary>
public sealed class FakeSigstoreTests : IDisposable
{
    private static readonly byte[] Statement =
        """{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"shop","digest":{"sha256":"5994471abb01112afcc18159f6cc74b4f511b99806da59b3caf5a9c173cacfc5"}}],"predicateType":"https://example.test/p","predicate":{}}"""u8.ToArray();

    private readonly FakeSigstore _services = new(new FakeTimeProvider());

    public void Dispose() => _services.Dispose();

    [SkippableTheory]
    [InlineData(false, 1, false)]
    [InlineData(false, 1, true)]
    [InlineData(false, 2, true)]
    [InlineData(false, 0, true)]
    [InlineData(true, 1, false)]
    [InlineData(true, 1, true)]
    public async Task What_the_peer_signs_with_the_fake_the_peer_verifies(bool statement, int logVersion, bool timestamps)
    {
        using var peer = new NodePeer();
        var content = statement ? Statement : "artifact"u8.ToArray();
        var bundle = await peer.SignAsync(_services, content, _services.Identities.GitHub(), statement ? DsseEnvelope.InTotoPayload : null, logVersion, timestamps);
        var settings = new JsonObject
        {
            ["tlogThreshold"] = logVersion == 0 ? 0 : 1,
            ["timestampThreshold"] = (logVersion == 1 ? 1 : 0) + (timestamps ? 1 : 0),
            ["ctlogThreshold"] = 1,
            ["subject"] = FakeIdentityProvider.GitHubSubject,
            ["issuer"] = FakeIdentityProvider.GitHubIssuer,
        };
        Assert.Null(await peer.VerifyAsync(bundle, _services.TrustedRootJson, statement ? null : content, settings));
        Assert.Empty(_services.Failures);
    }
}
