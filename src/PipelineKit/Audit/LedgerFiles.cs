using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>Where ledgers and records are, below the folder of all of them.</summary>
public static class LedgerFiles
{
    private const string Extension = ".jsonl";

    /// <summary>The folder of the records: bundles by the SHA-256 of their bytes.</summary>
    public static string Records(string folder) => Below(folder, "records/");

    /// <summary>The signed record of a line.</summary>
    public static string Record(string folder, Digest record) => $"{Records(folder)}{record.Hex}.json";

    /// <summary>The ledger of an environment.</summary>
    public static string Ledger(string folder, string environment) => Below(folder, environment + Extension);

    /// <summary>The environment whose ledger a path below the folder is; null for other files.</summary>
    public static string? EnvironmentOf(string folder, string path)
    {
        var start = Below(folder, "");
        return path.StartsWith(start, StringComparison.Ordinal) && path.EndsWith(Extension, StringComparison.Ordinal) && path.LastIndexOf('/') < start.Length && path.Length > start.Length + Extension.Length
            ? path[start.Length..^Extension.Length]
            : null;
    }

    /// <summary>Reads the ledger of this environment, and of no other.</summary>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/>.</exception>
    public static Ledger Open(ReadOnlyMemory<byte> content, string path, string environment)
    {
        var ledger = Audit.Ledger.Parse(content, path);
        return ledger.Entries[0].Environment == environment
            ? ledger
            : throw new FailureException(new Failure(FailureCodes.BrokenLedger, $"`{path}` is a ledger of the environment `{ledger.Entries[0].Environment}`: it was copied or renamed.", Place: new SourcePlace(path, 1)));
    }

    private static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
