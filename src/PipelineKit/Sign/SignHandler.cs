using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signing;

namespace PipelineKit.Sign;

/// <summary>Look the images up, see what is signed, sign the rest.</summary>
internal static class SignHandler
{
    internal static Task<SignResult> RunAsync(SignOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => OpenAsync(options, context, within), remedy: null, cancellation);

    private static async Task<SignResult> OpenAsync(SignOptions options, CommandContext context, CancellationToken cancellation)
    {
        using var access = ImageAccess.Open(options.Registry, context);
        using var http = new HttpMessageInvoker(access.Handler, disposeHandler: false);
        return await RunAsync(options, context, access.Images, http, cancellation);
    }

    private static async Task<SignResult> RunAsync(SignOptions options, CommandContext context, IImageStore images, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var (signer, run) = await SignerSource.OpenAsync(options.Signing, options.Provenance ? context.Ci.Build : null, options.DryRun, context, http, cancellation);
        var attestations = await Attestations.ReadAsync(options, run, context, cancellation);
        var targets = await ImageTarget.ResolveAsync(options.Images, options.Recursive, images, options.Concurrency, cancellation);
        var tasks = SignTask.All(targets, options.Signature, options.Annotations, attestations);
        if (signer is null)
        {
            // A keyless rehearsal asks nobody for a token, and so cannot say whose signatures would be equal.
            return new SignResult(options, targets, [.. tasks.Select(t => new SignedItem(t, SignStatus.WouldSign))], Signer: null);
        }

        var github = options.GitHubAttestations.Length > 0 ? new GitHubAttestations(options.GitHubAttestations, options.Token, GitHubAttestations.ApiOf(context.Ci), http, context.Time) : null;
        var batch = new SignBatch(new SignBatchOptions(options.Formats, options.BundleDir, options.DryRun, options.Concurrency), signer, images, github, BundleFiles.Names(tasks), context);
        return new SignResult(options, targets, await batch.RunAsync(tasks, cancellation), signer.Name);
    }
}
