namespace PipelineKit.Sigstore;

/// <summary>Who may have signed. All parts that are given must match.</summary>
/// <param name="Subject">The subject alternative name.</param>
/// <param name="Issuer">The OIDC issuer (extension 8, or 1 in old certificates; when both are there, they must agree).</param>
/// <param name="Extensions">Further extensions by their N in <c>1.3.6.1.4.1.57264.1.N</c>: repository 12, repository id 15, owner id 17, workflow SHA 19, runner environment 11, environment 23, token subject 24, ...</param>
public sealed record IdentityPolicy(TextMatch Subject, TextMatch Issuer, IReadOnlyDictionary<int, TextMatch> Extensions)
{
    /// <summary>The extensions by the name people use: <c>source-repository</c> is 12.</summary>
    public static IReadOnlyDictionary<string, int> ExtensionNames { get; } = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["github-workflow-trigger"] = 2,
        ["github-workflow-sha"] = 3,
        ["github-workflow-name"] = 4,
        ["github-workflow-repository"] = 5,
        ["github-workflow-ref"] = 6,
        ["build-signer"] = 9,
        ["build-signer-digest"] = 10,
        ["runner-environment"] = 11,
        ["source-repository"] = 12,
        ["source-repository-digest"] = 13,
        ["source-repository-ref"] = 14,
        ["source-repository-id"] = 15,
        ["source-repository-owner"] = 16,
        ["source-repository-owner-id"] = 17,
        ["build-config"] = 18,
        ["build-config-digest"] = 19,
        ["build-trigger"] = 20,
        ["run-invocation"] = 21,
        ["source-repository-visibility"] = 22,
        ["deployment-environment"] = 23,
        ["token-subject"] = 24,
    };

    /// <summary>Null when this identity satisfies the policy; else the first part that does not, with what was expected and found.</summary>
    public string? Problem(SignerIdentity signer)
    {
        if ((Difference("the signer", Subject, signer.Subject) ?? Difference("the issuer", Issuer, signer.Issuer)) is { } problem)
        {
            return problem;
        }

        foreach (var (number, match) in Extensions)
        {
            if (Difference(NameOf(number), match, signer.Extensions.GetValueOrDefault(number)) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }

    private static string? Difference(string what, TextMatch expected, string? found) =>
        found is null ? $"{what} must be {expected}, and the certificate does not say"
        : expected.Matches(found) ? null
        : $"{what} must be {expected}, and is {found}";

    private static string NameOf(int number) => ExtensionNames.FirstOrDefault(n => n.Value == number).Key ?? $"extension {number}";
}
