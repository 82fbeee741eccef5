using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Trust;

/// <summary>Who may have signed, as a user says it.</summary>
internal sealed record SignaturePolicy
{
    /// <summary>Files or variables with public keys, one of which must have signed.</summary>
    internal required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Who must have signed keyless; null for keys alone.</summary>
    internal required IdentityPolicy? Identity { get; init; }

    /// <summary>Whom the run believes.</summary>
    internal required TrustSettings Trust { get; init; }

    /// <summary>Whether keys need a log entry too.</summary>
    internal bool KeysNeedLog { get; init; }

    /// <summary>What failures about keys point to.</summary>
    internal required SourcePlace Place { get; init; }

    /// <summary>Reads keys and the trusted root.</summary>
    /// <exception cref="FailureException">A file cannot be read, or is none.</exception>
    /// <exception cref="TufException">The trusted root is not reached, or not believed.</exception>
    internal async Task<SignatureJudge> OpenAsync(CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var keys = new List<VerificationKey>();
        foreach (var name in Keys)
        {
            keys.Add(Key(name, await KeyText.ReadAsync(name, Place, context, cancellation)));
        }

        // A key needs no authority: what evidence there may be besides is judged by what is in the program, and the network is not asked for it.
        var needsNews = Identity is not null || KeysNeedLog;
        var root = await TrustedRoots.LoadAsync(Trust with { Offline = Trust.Offline || !needsNews }, context, http, cancellation);
        var policy = For(Trust.Instance, root) with { Identities = Identity is null ? [] : [Identity], Keys = keys, KeysNeedLog = KeysNeedLog };
        return new SignatureJudge(new BundleVerifier(root, context.Time), policy);
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

    private VerificationKey Key(string name, string pem)
    {
        try
        {
            return pem.Contains("PRIVATE KEY", StringComparison.Ordinal)
                ? throw new SigstoreFormatException("it is a private key, and verifying takes the public one")
                : VerificationKey.FromPem(pem);
        }
        catch (SigstoreFormatException e)
        {
            throw new FailureException(new Failure(FailureCodes.UnusableKey, $"`{name}` cannot be used to verify: {e.Message}.", "Give a PEM `PUBLIC KEY`.", Place));
        }
    }
}
