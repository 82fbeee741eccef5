using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

namespace PipelineKit.Verify;

/// <summary>Makes of the inputs what bundles are judged by.</summary>
internal static class VerifyPolicy
{
    /// <summary>Reads keys and the trusted root.</summary>
    internal static async Task<ImageJudge> JudgeAsync(VerifyOptions options, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var keys = new List<VerificationKey>();
        foreach (var name in options.Keys)
        {
            keys.Add(Key(name, await KeyText.ReadAsync(name, VerifyAction.Key, context, cancellation)));
        }

        // A key needs no authority: what evidence there may be besides is judged by what is in the program, and the network is not asked for it.
        var needsNews = options.Identity is not null || options.TransparencyLog;
        var root = await TrustedRoots.LoadAsync(options.Trust with { Offline = options.Trust.Offline || !needsNews }, context, http, cancellation);
        var identities = options.Identity is { } identity ? (IReadOnlyList<IdentityPolicy>)[identity] : [];
        var policy = For(options.Trust.Instance, root) with { Identities = identities, Keys = keys, KeysNeedLog = options.TransparencyLog };
        return new ImageJudge(new BundleVerifier(root, context.Time), policy, options.PredicateTypes);
    }

    /// <summary>How much evidence an instance's signatures must have.</summary>
    internal static VerificationPolicy For(SigstoreInstance instance, TrustedRoot root) =>
        instance switch
        {
            SigstoreInstance.GitHub => new VerificationPolicy { LogEntries = 0, CertificateTimestamps = 0, SignedTimestamps = 1 },
            SigstoreInstance.Private => new VerificationPolicy
            {
                LogEntries = root.TransparencyLogs.Count > 0 ? 1 : 0,
                CertificateTimestamps = root.CertificateLogs.Count > 0 ? 1 : 0,
            },
            _ => new VerificationPolicy(),
        };

    private static VerificationKey Key(string name, string pem)
    {
        try
        {
            return pem.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? throw new SigstoreFormatException("it is a private key, and verifying takes the public one")
                : VerificationKey.FromPem(pem);
        }
        catch (SigstoreFormatException e)
        {
            throw new FailureException(new Failure(FailureCodes.UnusableKey, $"`{name}` cannot be used to verify: {e.Message}.", "Give a PEM `PUBLIC KEY`.", SourcePlace.OfInput(VerifyAction.Key.Name)));
        }
    }
}
