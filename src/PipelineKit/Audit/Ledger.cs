using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>The ledger of one environment, <c>promotions/ENVIRONMENT.jsonl</c>: lines that are only ever added.</summary>
/// <param name="Path">Its path, for messages.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Entries">Its lines.</param>
/// <param name="Lines">The digest of each line.</param>
public sealed record Ledger(string Path, ReadOnlyMemory<byte> Bytes, IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<Digest> Lines)
{
    /// <summary>A ledger without lines.</summary>
    public static Ledger Empty(string path) => new(path, default, [], []);

    /// <summary>Reads and checks one: every line canonical, numbered, chained, and about one environment.</summary>
    /// <exception cref="FailureException"><see cref="FailureCodes.BrokenLedger"/> (an integrity violation), with the line.</exception>
    public static Ledger Parse(ReadOnlyMemory<byte> content, string path) => throw new NotImplementedException();

    /// <summary>The ledger with one line more; number and previous digest of the entry are set here.</summary>
    public Ledger Append(LedgerEntry entry) => throw new NotImplementedException();
}
