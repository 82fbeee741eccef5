using PipelineKit.PullRequests;

namespace PipelineKit.Audit;

/// <summary>
/// Ledgers on a branch of the repository: <c>FOLDER/ENVIRONMENT.jsonl</c>, and the signed records beside them. A line is added by compare and swap on the branch, so that of two runs
/// that add one at the same time the second reads the first one's line before it decides.
/// </summary>
/// <param name="host">The repository.</param>
/// <param name="branch">The branch, without <c>refs/heads/</c>.</param>
/// <param name="folder">The folder on it.</param>
/// <param name="author">Who its commits are by.</param>
public sealed class LedgerStore(IPullRequests host, string branch, string folder, CommitAuthor author)
{
    /// <summary>The ledgers of these environments, checked; an empty one for what is not there.</summary>
    public Task<LedgerView> ReadAsync(IReadOnlyList<string> environments, CancellationToken cancellation) => throw new NotImplementedException($"{host}{branch}{folder}{author}");

    /// <summary>Adds a line (and files of records), deciding anew whenever somebody else was quicker.</summary>
    /// <param name="environment">Whose ledger.</param>
    /// <param name="decide">Looks at the ledgers as they are and gives the line, or null to leave it; may throw.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The ledgers as they are afterwards.</returns>
    public Task<LedgerView> AppendAsync(string environment, Func<LedgerView, LedgerAddition?> decide, CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>Ledgers at one moment.</summary>
/// <param name="Head">The commit of the branch; null when it is not there yet.</param>
/// <param name="Ledgers">By environment; those asked for.</param>
public sealed record LedgerView(string? Head, IReadOnlyDictionary<string, Ledger> Ledgers);

/// <summary>A line to add.</summary>
/// <param name="Entry">The line.</param>
/// <param name="Record">The bundle of its signed record, kept beside the ledger; null for none.</param>
public sealed record LedgerAddition(LedgerEntry Entry, ReadOnlyMemory<byte>? Record = null);
