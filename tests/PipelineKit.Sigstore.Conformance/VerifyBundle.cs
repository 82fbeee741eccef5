using PipelineKit.Oci;

namespace PipelineKit.Sigstore.Conformance;

/// <summary><c>verify-bundle</c> of the protocol.</summary>
internal static class VerifyBundle
{
    /// <summary>The commands, for people.</summary>
    internal const string Usage =
        "usage: verify-bundle [--staging] --bundle FILE (--certificate-identity ID --certificate-oidc-issuer URL | --key PEM) [--trusted-root FILE] FILE_OR_DIGEST";

    /// <summary>Verifies; 0 when verified, 1 when not, 2 for wrong arguments, with the reason on the error stream.</summary>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter error, TimeProvider time, CancellationToken cancellation)
    {
        if (VerifyArguments.Parse(args, out var problem) is not { } arguments)
        {
            await error.WriteLineAsync($"{problem}\n{Usage}".AsMemory(), cancellation);
            return 2;
        }

        try
        {
            var result = await VerifyAsync(arguments, time, cancellation);
            if (result.Outcome == VerificationOutcome.Verified)
            {
                return 0;
            }

            await error.WriteLineAsync($"{result.Outcome}: {result.Reason}: {result.Detail}".AsMemory(), cancellation);
        }
        catch (Exception e) when (e is SigstoreFormatException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"{VerificationReason.MalformedBundle}: {e.Message}".AsMemory(), cancellation);
        }

        return 1;
    }

    private static async Task<VerificationResult> VerifyAsync(VerifyArguments arguments, TimeProvider time, CancellationToken cancellation)
    {
        var root = arguments.TrustedRoot is { } path ? TrustedRoot.Parse(await File.ReadAllBytesAsync(path, cancellation)) : TrustedRoot.PublicGood;
        var bundle = SigstoreBundle.Parse(await File.ReadAllBytesAsync(arguments.Bundle, cancellation));
        var artifact = Digest.TryParse(arguments.Artifact, out var digest) && digest.Algorithm == "sha256" && !Path.Exists(arguments.Artifact)
            ? Artifact.Of(digest)
            : Artifact.Of(await File.ReadAllBytesAsync(arguments.Artifact, cancellation));
        var policy = arguments.Key is { } key
            ? new VerificationPolicy { Keys = [VerificationKey.FromPem(await File.ReadAllTextAsync(key, cancellation))], KeysNeedLog = true }
            : new VerificationPolicy { Identities = [Identity(arguments.Identity!, arguments.Issuer!)] };
        return new BundleVerifier(root, time).Verify(bundle, artifact, policy);
    }

    private static IdentityPolicy Identity(string subject, string issuer) =>
        new(TextMatch.Exactly(subject), TextMatch.Exactly(issuer), new Dictionary<int, TextMatch>());
}
