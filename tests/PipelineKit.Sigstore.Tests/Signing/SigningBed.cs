using System.Text;
using PipelineKit.Oci;
using PipelineKit.Testing;

namespace PipelineKit.Sigstore.Tests.Signing;

/// <summary>A fake instance with a still clock, and what tests do with it.</summary>
public sealed class SigningBed : IDisposable
{
    /// <summary>Delays of the clock are over as soon as they begin.</summary>
    internal FakeTimeProvider Time { get; } = new() { AutoAdvance = true };

    internal FakeSigstore Services { get; }

    internal HttpMessageInvoker Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>Starts the instance.</summary>
    public SigningBed() => Services = new FakeSigstore(Time);

    public void Dispose()
    {
        Http.Dispose();
        Services.Dispose();
    }

    /// <summary>A statement about this content.</summary>
    internal static byte[] Statement(byte[] about) => Encoding.UTF8.GetBytes(
        $$$"""{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"shop","digest":{"sha256":"{{{Digest.Sha256(about).Hex}}}"}}],"predicateType":"https://example.test/p","predicate":{"a":1}}""");

    internal Task<BundleSigner> KeylessAsync(int logVersion, bool timestamps, string? token = null) => BundleSigner.KeylessAsync(
        token ?? Services.Identities.GitHub(), Services.Services(logVersion, timestamps), Services.TrustedRoot, Http, Time, CancellationToken.None);

    /// <summary>What a verifier of this instance says, for the workflow's identity.</summary>
    internal VerificationResult Verify(SigstoreBundle bundle, Artifact artifact, VerificationPolicy? policy = null) =>
        new BundleVerifier(Services.TrustedRoot, Time).Verify(bundle, artifact, policy ?? WorkflowPolicy());

    internal static VerificationPolicy WorkflowPolicy() => new()
    {
        Identities =
        [
            new IdentityPolicy(
                TextMatch.Exactly(FakeIdentityProvider.GitHubSubject),
                TextMatch.Exactly(FakeIdentityProvider.GitHubIssuer),
                new Dictionary<int, TextMatch> { [23] = TextMatch.Exactly("production"), [15] = TextMatch.Exactly("123456") }),
        ],
    };
}
