using System.Collections.Concurrent;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>Everything one run signs: images at the same time, one certificate for all, what is there already left alone.</summary>
internal sealed class SignBatch(
    SignBatchOptions options, SignerSource source, IImageStore images, GitHubAttestations? github, IReadOnlyDictionary<SignTask, string> bundleNames, CommandContext context)
{
    private readonly BundleVerifier _verifier = source.Verifier(context.Time);
    private readonly SignatureStore _reader = new(images, context.Time);

    /// <summary>Signs; the answers are in the order of the tasks.</summary>
    internal async Task<IReadOnlyList<SignedItem>> RunAsync(IReadOnlyList<SignTask> tasks, CancellationToken cancellation)
    {
        var missing = await MissingAsync(tasks, cancellation);
        var done = new ConcurrentDictionary<SignTask, SignedItem>(ReferenceEqualityComparer.Instance);
        foreach (var task in tasks.Where(t => missing[t].Formats == SignatureFormats.None))
        {
            done[task] = new SignedItem(task, SignStatus.AlreadySigned);
        }

        var open = tasks.Where(t => missing[t].Formats != SignatureFormats.None).ToList();
        if (options.DryRun || open.Count == 0)
        {
            return [.. tasks.Select(t => done.GetValueOrDefault(t) ?? new SignedItem(t, SignStatus.WouldSign))];
        }

        using var signer = await source.OpenAsync(cancellation);
        using var stage = context.Progress.Stage("Signing", open.Count);
        await Parallel.ForEachAsync(open, Parallelism(cancellation), async (task, token) =>
        {
            try
            {
                done[task] = await SignAsync(task, missing[task], signer, token);
            }
            catch (IOException e)
            {
                throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"The signature of `{task.Target.Text}` cannot be written: {e.Message}."));
            }

            stage.Advance($"{task.Target.Text} {task.Name}");
        });
        return [.. tasks.Select(t => done[t])];
    }

    private ParallelOptions Parallelism(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };

    private async Task<Dictionary<SignTask, MissingForms>> MissingAsync(IReadOnlyList<SignTask> tasks, CancellationToken cancellation)
    {
        var missing = new ConcurrentDictionary<SignTask, MissingForms>(ReferenceEqualityComparer.Instance);
        var targets = tasks.GroupBy(t => t.Target).ToList();
        using var stage = context.Progress.Stage("Looking for what is signed already", targets.Count);
        await Parallel.ForEachAsync(targets, Parallelism(cancellation), async (group, token) =>
        {
            var existing = await ExistingSignatures.ListAsync(_reader, group.Key, _verifier, source.Policy, token);
            foreach (var task in group)
            {
                missing[task] = MissingForms.Of(task, options.Formats, existing);
            }

            stage.Advance(group.Key.Text);
        });
        return new Dictionary<SignTask, MissingForms>(missing, ReferenceEqualityComparer.Instance);
    }

    private async Task<SignedItem> SignAsync(SignTask task, MissingForms missing, BundleSigner signer, CancellationToken cancellation)
    {
        var store = StoreFor(task);
        var (image, subject) = (task.Target.Image.Reference, task.Target.Subject);
        var manifests = new List<string>();
        var logged = new List<SigstoreBundle>();
        SigstoreBundle? bundle = null;
        if (task.IsSignature && missing.Formats.HasFlag(SignatureFormats.Legacy))
        {
            var payload = SimpleSigning.Payload(image, subject.Digest, task.Annotations);
            var older = await signer.SignArtifactAsync(payload, cancellation);
            logged.Add(older);
            Add(manifests, await store.AttachSimpleSigningAsync(image, subject, payload, older, cancellation));
        }

        var formats = task.IsSignature ? missing.Formats & SignatureFormats.Bundle : missing.Formats;
        if (formats != SignatureFormats.None)
        {
            bundle = missing.Reusable ?? await signer.SignStatementAsync(task.Statement.ToJson(), cancellation);
            logged.Add(bundle);
            Add(manifests, await store.AttachAsync(image, subject, bundle, formats, cancellation));
        }

        return new SignedItem(task, SignStatus.Signed)
        {
            Manifests = manifests,
            LogIndexes = [.. logged.SelectMany(b => b.Material.LogEntries).Select(e => e.LogIndex)],
            BundlePath = options.BundleDir.Length > 0 ? await BundleFiles.WriteAsync(context.WorkingDirectory, options.BundleDir, bundleNames[task], bundle ?? logged[0], cancellation) : null,
            GitHubId = github is not null && bundle is not null ? await github.AddAsync(bundle, cancellation) : null,
        };
    }

    // One that says the same but does not verify must not keep the good one out.
    private SignatureStore StoreFor(SignTask task) => new(images, context.Time)
    {
        Counts = bundle => source.Policy is { } policy && _verifier.Verify(bundle, Artifact.Of(task.Target.Subject.Digest), policy).Outcome == VerificationOutcome.Verified,
    };

    private static void Add(List<string> manifests, AttachedSignature attached) => manifests.AddRange(attached.Manifests.Select(m => m.Text));
}

/// <summary>In which forms something is not there yet.</summary>
/// <param name="Formats">The forms.</param>
/// <param name="Reusable">A bundle that is there in one form and only has to be put into the other; null to sign anew.</param>
internal sealed record MissingForms(SignatureFormats Formats, SigstoreBundle? Reusable)
{
    internal static MissingForms Of(SignTask task, SignatureFormats wanted, ExistingSignatures existing)
    {
        var bundle = existing.Find(task, SignatureFormats.Bundle);
        var legacy = existing.Find(task, SignatureFormats.Legacy);
        var there = (bundle is null ? SignatureFormats.None : SignatureFormats.Bundle) | (legacy is null ? SignatureFormats.None : SignatureFormats.Legacy);
        return new MissingForms(wanted & ~there, task.IsSignature ? null : bundle?.Bundle);
    }
}

/// <summary>How a batch is signed.</summary>
/// <param name="Formats">How signatures are kept.</param>
/// <param name="BundleDir">A folder for bundles; empty for none.</param>
/// <param name="DryRun">Sign and write nothing.</param>
/// <param name="Concurrency">How many signatures are made at once.</param>
internal sealed record SignBatchOptions(SignatureFormats Formats, string BundleDir, bool DryRun, int Concurrency);
