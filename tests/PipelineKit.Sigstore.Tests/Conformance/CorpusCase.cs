using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>A case of the shared corpus: a folder with a bundle, and sometimes an artifact, a trusted root, a key and who signed; its name says whether it must fail.</summary>
internal sealed record CorpusCase(string Name)
{
    internal const string Identity =
        "https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main";

    internal const string Issuer = "https://token.actions.githubusercontent.com";

    private const string Corpus = "sigstore-bundles";

    /// <summary>The names of all cases; one that skips when the shared data is not here.</summary>
    internal static IEnumerable<string> Names()
    {
        try
        {
            return [.. Directory.EnumerateDirectories(Peer.SharedData(Corpus)).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];
        }
        catch (SkipException)
        {
            return ["the shared corpus"];
        }
    }

    internal bool MustVerify => !Name.EndsWith("_fail", StringComparison.Ordinal);

    internal string Folder => Peer.SharedData(Path.Combine(Corpus, Name));

    internal string ArtifactPath => File("artifact") ?? Path.Combine(Folder, "..", "a.txt");

    internal Digest ArtifactDigest => Digest.Sha256(System.IO.File.ReadAllBytes(ArtifactPath));

    /// <summary>The arguments of <c>verify-bundle</c> for this case.</summary>
    internal string[] Arguments(string fileOrDigest) =>
    [
        "--bundle", Path.Combine(Folder, "bundle.sigstore.json"),
        .. File("key.pub") is { } key
            ? ["--key", key]
            : new[] { "--certificate-identity", Text("identity") ?? Identity, "--certificate-oidc-issuer", Text("issuer") ?? Issuer },
        .. File("trusted_root.json") is { } root ? ["--trusted-root", root] : Array.Empty<string>(),
        fileOrDigest,
    ];

    internal JsonNode BundleJson() => JsonNode.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, "bundle.sigstore.json")))!;

    internal SigstoreBundle Bundle() => SigstoreBundle.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, "bundle.sigstore.json")));

    internal JsonNode RootJson() => JsonNode.Parse(System.IO.File.ReadAllBytes(File("trusted_root.json")!))!;

    internal TrustedRoot Root() => File("trusted_root.json") is { } path ? TrustedRoot.Parse(System.IO.File.ReadAllBytes(path)) : TrustedRoot.PublicGood;

    internal Artifact Artifact() => PipelineKit.Sigstore.Artifact.Of(System.IO.File.ReadAllBytes(ArtifactPath));

    internal VerificationPolicy Policy() => File("key.pub") is { } key
        ? new VerificationPolicy { Keys = [VerificationKey.FromPem(System.IO.File.ReadAllText(key))], KeysNeedLog = true }
        : new VerificationPolicy { Identities = [Who(Text("identity") ?? Identity, Text("issuer") ?? Issuer)] };

    internal BundleVerifier Verifier() => new(Root(), TimeProvider.System);

    internal static IdentityPolicy Who(string subject, string issuer) =>
        new(TextMatch.Exactly(subject), TextMatch.Exactly(issuer), new Dictionary<int, TextMatch>());

    private string? File(string name) => Path.Combine(Folder, name) is var path && System.IO.File.Exists(path) ? path : null;

    private string? Text(string name) => File(name) is { } path ? System.IO.File.ReadAllText(path).Trim() : null;
}
