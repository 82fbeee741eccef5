namespace PipelineKit.Sigstore;

/// <summary>Who may have signed. All parts that are given must match.</summary>
/// <param name="Subject">The subject alternative name.</param>
/// <param name="Issuer">The OIDC issuer (extension 8, or 1 in old certificates; when both are there, they must agree).</param>
/// <param name="Extensions">Further extensions by their N in <c>1.3.6.1.4.1.57264.1.N</c>: repository 12, repository id 15, owner id 17, workflow SHA 19, runner environment 11, environment 23, token subject 24, ...</param>
public sealed record IdentityPolicy(TextMatch Subject, TextMatch Issuer, IReadOnlyDictionary<int, TextMatch> Extensions)
{
    /// <summary>The extensions by the name people use: <c>source-repository</c> is 12.</summary>
    public static IReadOnlyDictionary<string, int> ExtensionNames => throw new NotImplementedException();

    /// <summary>Null when this identity satisfies the policy; else the first part that does not, with what was expected and found.</summary>
    public string? Problem(SignerIdentity signer) => throw new NotImplementedException();
}
