using PipelineKit.Ci;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Sigstore;
using PipelineKit.Trust;

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
        var (signer, run) = await OpenSignerAsync(options, context, http, cancellation);
        var attestations = await Attestations.ReadAsync(options, run, context, cancellation);
        var targets = await ImageTarget.ResolveAsync(options.Images, options.Recursive, images, options.Concurrency, cancellation);
        var tasks = SignTask.All(targets, options.Signature, options.Annotations, attestations);
        if (signer is null)
        {
            return new SignResult(options, targets, [.. tasks.Select(t => new SignedItem(t, SignStatus.WouldSign))], Signer: null);
        }

        var github = options.GitHubAttestations.Length > 0 ? new GitHubAttestations(options.GitHubAttestations, options.Token, GitHubAttestations.ApiOf(context.Ci), http, context.Time) : null;
        var batch = new SignBatch(options, signer, images, github, BundleFiles.Names(tasks), context);
        return new SignResult(options, targets, await batch.RunAsync(tasks, cancellation), signer.Name);
    }

    // Without a signer: a keyless rehearsal, which asks nobody for a token, and so cannot say whose signatures would be equal.
    private static async Task<(SignerSource? Signer, BuildRun? Run)> OpenSignerAsync(SignOptions options, CommandContext context, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var run = options.Provenance ? context.Ci.Build : null;
        if (!options.IsKeyless)
        {
            ISigner key = options.SignerCommand.Count > 0
                ? await CommandSigner.StartAsync(options.SignerCommand, context, cancellation)
                : PrivateKeyFile.Read(await KeyText.ReadAsync(options.Key, SignAction.Key, context, cancellation), options.KeyPassword);
            return (await SignerSource.WithKeyAsync(options, key, context, http, cancellation), run);
        }

        if (options.DryRun)
        {
            return (null, run);
        }

        var token = await SignerSource.TokenAsync(options, context, http, cancellation);
        var identity = IdentityToken.Parse(token);
        var certain = run is GitHubWorkflowRun workflow ? workflow with { JobWorkflowReference = identity.JobWorkflow } : run;
        return (await SignerSource.KeylessAsync(options, token, identity, context, http, cancellation), certain);
    }
}
