namespace PipelineKit.Sigstore.Conformance;

/// <summary>The arguments of <c>verify-bundle</c>.</summary>
internal sealed record VerifyArguments(bool Staging, string Bundle, string? Identity, string? Issuer, string? Key, string? TrustedRoot, string Artifact)
{
    /// <summary>Reads them; null with what is wrong.</summary>
    internal static VerifyArguments? Parse(IReadOnlyList<string> args, out string problem)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var staging = false;
        var artifacts = new List<string>(1);
        problem = string.Empty;
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--staging":
                    staging = true;
                    break;
                case "--bundle" or "--certificate-identity" or "--certificate-oidc-issuer" or "--key" or "--trusted-root" when i + 1 < args.Count:
                    if (!values.TryAdd(args[i], args[i + 1]))
                    {
                        problem = args[i] + " is given twice";
                        return null;
                    }

                    i++;
                    break;
                default:
                    artifacts.Add(args[i]);
                    break;
            }
        }

        var read = new VerifyArguments(
            staging,
            values.GetValueOrDefault("--bundle", string.Empty),
            values.GetValueOrDefault("--certificate-identity"),
            values.GetValueOrDefault("--certificate-oidc-issuer"),
            values.GetValueOrDefault("--key"),
            values.GetValueOrDefault("--trusted-root"),
            artifacts is [var only] ? only : string.Empty);
        problem = read.Problem() ?? string.Empty;
        return problem.Length == 0 ? read : null;
    }

    private string? Problem() =>
        Bundle.Length == 0 ? "--bundle is missing"
        : Artifact.Length == 0 || Artifact.StartsWith("--", StringComparison.Ordinal) ? "exactly one file or digest is needed at the end"
        : (Identity is null) != (Issuer is null) ? "--certificate-identity and --certificate-oidc-issuer go together"
        : (Identity is null) == (Key is null) ? "either an identity with issuer, or a key, is needed"
        : Staging && TrustedRoot is null ? "the staging instance's trusted root is not built in: give it with --trusted-root"
        : null;
}
