using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Manifests;

namespace PipelineKit.DigestPin;

/// <summary>Find, ask, decide, write.</summary>
internal static class DigestPinHandler
{
    private const int FilesAtOnce = 2;

    internal static Task<DigestPinResult> RunAsync(DigestPinOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(options.Timeout, context.Time, within => OpenAsync(options, context, within), remedy: null, cancellation);

    private static async Task<DigestPinResult> OpenAsync(DigestPinOptions options, CommandContext context, CancellationToken cancellation)
    {
        using var remotes = RemoteSet.Open(options, context);
        return await RunAsync(options, context, remotes.Remotes, cancellation);
    }

    internal static async Task<DigestPinResult> RunAsync(DigestPinOptions options, CommandContext context, Remotes remotes, CancellationToken cancellation)
    {
        var root = context.WorkingDirectory;
        var (known, lockBefore) = await LockStore.ReadAsync(root, options, context.Time, cancellation);
        var memory = new LockMemory(known);
        var tree = await Tree.ReadAsync(root, options, cancellation);
        var references = TemplateLookups.Without(tree.Sites.Select(s => Reference.Of(s).PinnedBy(memory)).ToArray());
        var situation = new Situation
        {
            Mode = options.Mode,
            Offline = options.Offline,
            Platforms = options.Platforms,
            Memory = memory,
            Recalled = memory.Recall(references, path => !File.Exists(Path.Combine(root, path))),
            Pen = new Pen(tree.Text),
            Answers = new Answers(),
        };

        var managed = await ManagedWorkflows.ReadAsync(root, tree, cancellation);
        var chooser = new Chooser(managed, options);
        var questions = chooser.Questions(references, situation);
        var readIndexes = options.Platforms.Count > 0;
        situation = situation with
        {
            Answers = await Answers.AskAsync(questions, remotes, readIndexes, options.Concurrency, context.Progress, cancellation),
        };

        var decisions = references.Select(r => chooser.Judge(r, situation)).ToArray();
        var changes = tree.Apply(decisions.Select(d => d.Edit).OfType<SiteEdit>());
        var nextLock = options.Mode switch
        {
            PinMode.Check => memory.Lock,
            PinMode.Unpin => LockKeeper.Remaining(memory, decisions, situation, tree.IsElsewhere),
            _ => LockKeeper.Next(memory, decisions, situation, tree.IsElsewhere, LockStore.WholeSeconds(context.Time)),
        };

        var store = LockStore.Compare(lockBefore, nextLock, options);
        var result = new DigestPinResult
        {
            Options = options,
            FilesRead = tree.FilesRead,
            Decisions = decisions,
            Findings = [.. decisions.SelectMany(d => d.Findings), .. RepositoryFindings.Of(decisions, situation)],
            Changes = changes,
            LockChanged = store.Changed,
            Problems = tree.Problems,
            ManagedFiles = managed.Files,
            Diff = UnifiedDiff.Of(changes.Select(c => (c.Path, c.Before, c.After))),
        };
        await WriteAsync(result, store, root, cancellation);
        return result;
    }

    private static async Task WriteAsync(DigestPinResult result, LockStore store, string root, CancellationToken cancellation)
    {
        var options = result.Options;
        if (!options.DryRun && options.Mode != PinMode.Check)
        {
            await WriteAsync(result.Changes, store, lockFirst: options.Mode != PinMode.Unpin, root, cancellation);
        }

        if (options.DiffFile.Length > 0)
        {
            await AtomicFile.WriteAsync(root, options.DiffFile, System.Text.Encoding.UTF8.GetBytes(result.Diff), cancellation);
        }

        if (options.SarifFile.Length > 0)
        {
            await AtomicFile.WriteAsync(root, options.SarifFile, DigestPinSarif.Of(result), cancellation);
        }
    }

    // Every file is written beside its place before anything changes, so that what cannot be written is found in time. Then the lock comes before what it
    // remembers, and goes after it: a run cut off between two files can be taken up or undone.
    private static async Task WriteAsync(IReadOnlyList<FileChange> changes, LockStore store, bool lockFirst, string root, CancellationToken cancellation)
    {
        var staged = new StagedFile?[changes.Count];
        try
        {
            await Parallel.ForAsync(
                0,
                changes.Count,
                new ParallelOptions { MaxDegreeOfParallelism = FilesAtOnce, CancellationToken = cancellation },
                async (i, token) => staged[i] = await StageAsync(root, changes[i], token));
            if (lockFirst)
            {
                await store.WriteAsync(root, cancellation);
            }

            foreach (var file in staged)
            {
                file!.Commit();
            }

            if (!lockFirst)
            {
                await store.WriteAsync(root, cancellation);
            }
        }
        finally
        {
            foreach (var file in staged)
            {
                file?.Dispose();
            }
        }
    }

    // Lookups can take minutes, and what somebody wrote in the meantime is not to be lost.
    private static async Task<StagedFile> StageAsync(string root, FileChange change, CancellationToken cancellation)
    {
        if (!IsAsSearched(Path.Combine(root, change.Path), change))
        {
            throw new FailureException(new Failure(FailureCodes.UnwritableFile, $"`{change.Path}` changed after it was searched", "Run again.", new SourcePlace(change.Path)));
        }

        return await AtomicFile.StageAsync(root, change.Path, change.After, cancellation);
    }

    private static bool IsAsSearched(string path, FileChange change)
    {
        var info = new FileInfo(path);
        return info.Exists && info.Length == change.Before.Length && change.Before.Span.SequenceEqual(File.ReadAllBytes(path));
    }
}
