using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Audit;

/// <summary>Ledgers in a folder of the work tree, as they are on their branch: for a checkout of that branch, or an archive of it.</summary>
public static class LedgerFolder
{
    /// <summary>The ledgers of these environments, checked; an empty one for what is not there.</summary>
    /// <param name="root">The working directory; nothing outside of it is read.</param>
    /// <param name="folder">The folder, relative to it.</param>
    /// <param name="environments">Whose ledgers.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/>; <see cref="FailureCodes.UnreadableFile"/>, also when the folder has none of them.</exception>
    public static async Task<LedgerView> ReadAsync(string root, string folder, IReadOnlyList<string> environments, CancellationToken cancellation)
    {
        var ledgers = new Dictionary<string, Ledger>(StringComparer.Ordinal);
        var found = 0;
        foreach (var environment in environments)
        {
            var path = LedgerFiles.Ledger(folder.TrimEnd('/'), environment);
            var exists = Path.Exists(Path.Combine(root, path));
            found += exists ? 1 : 0;
            ledgers[environment] = exists ? LedgerFiles.Open(await BoundedFile.ReadAsync(root, path, Ledger.MaximumSize, cancellation), path, environment) : Ledger.Empty(path);
        }

        return found > 0
            ? new LedgerView(null, ledgers)
            : throw new FailureException(new Failure(
                FailureCodes.UnreadableFile, $"`{folder}` has no ledger of {string.Join(", ", environments.Select(e => $"`{e}`"))}.", "Give the folder that has `ENVIRONMENT.jsonl`, as on the ledger's branch.", new SourcePlace(folder)));
    }
}
