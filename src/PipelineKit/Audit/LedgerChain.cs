using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>Holds a line against those before it.</summary>
internal static class LedgerChain
{
    /// <summary>Throws <see cref="FormatException"/>, whose message says what was done to the file.</summary>
    /// <param name="entry">The line.</param>
    /// <param name="entries">Those before it.</param>
    /// <param name="lines">Their digests.</param>
    internal static void Check(LedgerEntry entry, List<LedgerEntry> entries, List<Digest> lines)
    {
        var number = entries.Count + 1;
        var previous = lines.Count > 0 ? lines[^1] : null;
        var problem = entry.Sequence > number ? $"it is number {entry.Sequence}, and number {number} must be here: lines before it were dropped or moved"
            : entry.Sequence < number ? $"it is number {entry.Sequence}, and number {number} must be here: it was put in, repeated or moved"
            : entry.Previous != previous ? Unchained(entry.Previous, previous)
            : number == 1 ? null
            : entry.Environment != entries[0].Environment ? $"it is about the environment `{entry.Environment}`, and those before it are about `{entries[0].Environment}`"
            : entry.App != entries[0].App ? $"it is about the application `{entry.App}`, and those before it are about `{entries[0].App}`"
            : entry.At < entries[^1].At ? $"it is of {LedgerLine.Time(entry.At)}, which is before the line above it ({LedgerLine.Time(entries[^1].At)})"
            : null;
        if (problem is not null)
        {
            throw new FormatException(problem);
        }
    }

    private static string Unchained(Digest? said, Digest? previous) =>
        previous is null ? $"it is the first one, and says that the line before it is {said}"
        : said is null ? "it says that no line is before it: it was put in, or another ledger begins here"
        : $"it says that the line before it is {said}, and that is {previous}: one of the two was changed or put in";
}
