using PipelineKit.Failures;
using PipelineKit.Files;

namespace PipelineKit.Audit;

/// <summary>Ledgers in a folder on disk: a checkout of their branch, or a copy somebody was given.</summary>
public static class LedgerFolder
{
    private const int MostFiles = 10_000;

    /// <summary>The ledgers of these environments, checked; an empty one for what is not there.</summary>
    /// <param name="root">The folder that paths are relative to, absolute.</param>
    /// <param name="folder">The folder of the ledgers below it; empty for itself.</param>
    /// <param name="environments">Which.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/>, <see cref="FailureCodes.UnreadableFile"/>.</exception>
    public static async Task<LedgerView> ReadAsync(string root, string folder, IReadOnlyList<string> environments, CancellationToken cancellation)
    {
        var ledgers = new Dictionary<string, Ledger>(StringComparer.Ordinal);
        foreach (var environment in environments)
        {
            var path = LedgerFiles.Ledger(folder, environment);
            ledgers[environment] = File.Exists(Path.Combine(root, path))
                ? LedgerFiles.Open(await BoundedFile.ReadAsync(root, path, Ledger.MaximumSize, cancellation), path, environment)
                : Ledger.Empty(path);
        }

        return new LedgerView(Head: null, ledgers);
    }

    /// <summary>The files of a folder below the root, as a branch lists them: with <c>/</c>, sorted; empty when it is not there.</summary>
    /// <exception cref="FailureException"><see cref="FailureCodes.UnreadableFile"/>: more than are read.</exception>
    public static IReadOnlyList<string> List(string root, string folder)
    {
        var full = Path.Combine(root, folder);
        if (!Directory.Exists(full))
        {
            return [];
        }

        var files = Directory.EnumerateFiles(full).Take(MostFiles + 1).Select(f => Path.GetRelativePath(root, f).Replace('\\', '/')).Order(StringComparer.Ordinal).ToList();
        return files.Count <= MostFiles
            ? files
            : throw new FailureException(new Failure(FailureCodes.UnreadableFile, $"The folder `{folder}` has more than {MostFiles} files, which are not all read.", Place: new SourcePlace(folder)));
    }
}
