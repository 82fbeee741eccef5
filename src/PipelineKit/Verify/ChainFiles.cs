using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>Ledgers and records as they are on a branch of the local repository, or in a folder on disk. Nothing else is asked.</summary>
internal sealed class ChainFiles(ChainOptions options, CommandContext context)
{
    private readonly LocalGitPullRequests _git = new(new LocalGitOptions { Folder = context.WorkingDirectory, AcceptsOtherOwner = context.Ci.Repository is not null }, context.Time);
    private readonly string _root = Path.GetFullPath(options.Folder, context.WorkingDirectory);

    private bool OnDisk => options.Branch.Length == 0;

    // On disk paths are relative to the folder itself, which may be anywhere.
    private string Folder => OnDisk ? "" : options.Folder;

    /// <summary>Every ledger, checked, and the names of the records.</summary>
    /// <exception cref="FailureException">There are none, or some are broken: all of those are told.</exception>
    internal async Task<ChainLedgers> ReadAsync(CancellationToken cancellation)
    {
        var snapshot = OnDisk ? null : await _git.ReadAsync(options.Branch, [LedgerFiles.Ledger(Folder, "")[..^".jsonl".Length], LedgerFiles.Records(Folder)], cancellation);
        var paths = OnDisk ? [.. LedgerFolder.List(_root, ""), .. LedgerFolder.List(_root, "records")] : snapshot?.Listed ?? [];
        var environments = paths.Distinct(StringComparer.Ordinal).Where(p => LedgerFiles.EnvironmentOf(Folder, p) is not null).ToDictionary(p => LedgerFiles.EnvironmentOf(Folder, p)!, StringComparer.Ordinal);
        if (environments.Count == 0)
        {
            throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, OnDisk ? $"There is no ledger (`ENVIRONMENT.jsonl`) in the folder `{options.Folder}`." : $"There is no ledger on the branch `{options.Branch}` below `{options.Folder}`.",
                OnDisk ? "Give the folder that has the ledgers themselves with `ledger-folder`." : $"Fetch it: `git fetch origin {options.Branch}:{options.Branch}`. Give another one with `ledger-branch: BRANCH:FOLDER`."));
        }

        var contents = await ReadAsync([.. environments.Values], cancellation);
        var ledgers = new SortedDictionary<string, Ledger>(StringComparer.Ordinal);
        var failures = new List<Failure>();
        foreach (var (environment, path) in environments)
        {
            try
            {
                ledgers.Add(environment, LedgerFiles.Open(contents[path], path, environment));
            }
            catch (FailureException e)
            {
                failures.AddRange(e.Failures);
            }
        }

        return failures.Count == 0 ? new ChainLedgers(snapshot?.Head, ledgers, [.. paths.Where(p => p.StartsWith(LedgerFiles.Records(Folder), StringComparison.Ordinal))]) : throw new FailureException(failures);
    }

    /// <summary>Where a record must be.</summary>
    internal string PathOf(Digest record) => LedgerFiles.Record(Folder, record);

    /// <summary>These files, as far as they are there.</summary>
    internal async Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        if (!OnDisk)
        {
            return (await _git.ReadAsync(options.Branch, paths, cancellation))?.Files ?? new Dictionary<string, ReadOnlyMemory<byte>>();
        }

        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var path in paths.Where(p => File.Exists(Path.Combine(_root, p))))
        {
            files[path] = await Files.BoundedFile.ReadAsync(_root, path, SigstoreBundle.MaximumSize, cancellation);
        }

        return files;
    }
}

/// <summary>All ledgers at one moment.</summary>
/// <param name="Head">The commit they were read from; null on disk.</param>
/// <param name="Ledgers">By environment.</param>
/// <param name="Records">The paths of the records beside them.</param>
internal sealed record ChainLedgers(string? Head, IReadOnlyDictionary<string, Ledger> Ledgers, IReadOnlyList<string> Records);
