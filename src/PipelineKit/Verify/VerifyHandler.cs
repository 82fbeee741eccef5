using System.Collections.Concurrent;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Images;
using PipelineKit.Oci;
using PipelineKit.Signatures;

namespace PipelineKit.Verify;

/// <summary>Look the images up, list what is signed about them, judge.</summary>
internal static class VerifyHandler
{
    internal static Task<VerifyResult> RunAsync(VerifyOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => OpenAsync(options, context, within), remedy: null, cancellation);

    private static async Task<VerifyResult> OpenAsync(VerifyOptions options, CommandContext context, CancellationToken cancellation)
    {
        using var access = ImageAccess.Open(options.Registry, context);
        using var http = new HttpMessageInvoker(access.Handler, disposeHandler: false);
        return await RunAsync(options, context, access.Images, http, cancellation);
    }

    private static async Task<VerifyResult> RunAsync(VerifyOptions options, CommandContext context, IImageStore images, HttpMessageInvoker http, CancellationToken cancellation)
    {
        var judge = await VerifyPolicy.JudgeAsync(options, context, http, cancellation);
        var files = await BundleFile.ReadAllAsync(options.Bundles, context.WorkingDirectory, cancellation);
        if (options.NeedsNoImages)
        {
            return new VerifyResult(options, [.. options.Images.Select(i => judge.Judge(Named(i), files))]);
        }

        var store = new SignatureStore(images, context.Time);
        var verdicts = new ConcurrentDictionary<int, IReadOnlyList<ImageVerdict>>();
        using var stage = context.Progress.Stage("Verifying", options.Images.Count);
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };
        await Parallel.ForAsync(0, options.Images.Count, parallelism, async (i, token) =>
        {
            verdicts[i] = await OneAsync(options.Images[i], token);
            stage.Advance(options.Images[i].Text);
        });
        return new VerifyResult(options, [.. Enumerable.Range(0, options.Images.Count).SelectMany(i => verdicts[i])]);

        async Task<IReadOnlyList<ImageVerdict>> OneAsync(ImageReference image, CancellationToken token)
        {
            try
            {
                var judged = new List<ImageVerdict>();
                foreach (var target in await ImageTarget.ResolveAsync([image], options.Recursive, images, 1, token))
                {
                    judged.Add(options.Bundles.Count > 0
                        ? judge.Judge(target, files)
                        : judge.Judge(target, await store.ListAsync(target.Image.Reference, target.Subject.Digest, token)));
                }

                return judged;
            }
            catch (RegistryException e)
            {
                return [new ImageVerdict(Target: null, image.Text, ImageStatus.Undetermined, [], [], FailureMap.From(e))];
            }
        }
    }

    // Of a digest that is only compared, neither type nor size matters.
    private static ImageTarget Named(ImageReference image) => new(image.Pin(image.Digest!), new Descriptor(MediaTypes.OciManifest, image.Digest!, 0), IsNamed: true);
}
