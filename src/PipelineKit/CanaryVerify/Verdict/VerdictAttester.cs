using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Signatures;
using PipelineKit.Signing;

namespace PipelineKit.CanaryVerify;

/// <summary>Signs a verdict, and attaches it to the image of the canary.</summary>
internal static class VerdictAttester
{
    /// <summary>Signs a pass. A statement that says "failed" would satisfy whoever asks for the type alone, so nothing else is signed.</summary>
    internal static async Task<IReadOnlyList<SignedItem>> AttestAsync(CanaryVerifyResult result, SigningSettings signing, CommandContext context, CancellationToken cancellation)
    {
        using var access = ImageAccess.Open(result.Options.Registry, context);
        var targets = await ImageTarget.ResolveAsync([result.Options.Canary!.Reference!], recursive: false, access.Images, concurrency: 1, cancellation);
        var tasks = SignTask.All(targets, signature: false, new Dictionary<string, string>(StringComparer.Ordinal), [CanaryStatement.Of(result)]);
        using var http = new HttpMessageInvoker(access.Handler, disposeHandler: false);
        var (signer, _) = await SignerSource.OpenAsync(signing, run: null, dryRun: false, context, http, cancellation);
        var batch = new SignBatch(new SignBatchOptions(SignatureFormats.Bundle, BundleDir: "", DryRun: false, Concurrency: 1), signer!, access.Images, github: null, BundleFiles.Names(tasks), context);
        return await batch.RunAsync(tasks, cancellation);
    }
}
