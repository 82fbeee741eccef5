using PipelineKit.Oci;

namespace PipelineKit.Audit;

/// <summary>What the ledger of an environment means. A pure function of its lines.</summary>
public sealed record EnvironmentHistory
{
    /// <summary>The image that is there; null before the first.</summary>
    public Occupancy? Current { get; init; }

    /// <summary>All that were there, oldest first, the current one last.</summary>
    public IReadOnlyList<Occupancy> Occupancies { get; init; } = [];

    /// <summary>Images that may not be promoted, with the line that says so.</summary>
    public IReadOnlyDictionary<Digest, LedgerEntry> Rejected { get; init; } = new Dictionary<Digest, LedgerEntry>();

    /// <summary>An intent without commit or abandon: a run is under way, or was killed.</summary>
    public LedgerEntry? OpenIntent { get; init; }

    /// <summary>
    /// Reads the lines. A commit of the image that is there already keeps its time there; a commit that goes back rejects the image it leaves. A commit or abandon ends the open
    /// intent of its image or of its run.
    /// </summary>
    public static EnvironmentHistory Of(Ledger ledger)
    {
        var occupancies = new List<Occupancy>();
        var rejected = new Dictionary<Digest, LedgerEntry>();
        LedgerEntry? intent = null;
        for (var i = 0; i < ledger.Entries.Count; i++)
        {
            var entry = ledger.Entries[i];
            switch (entry.Kind)
            {
                case LedgerKind.Intent:
                    intent = entry;
                    break;
                case LedgerKind.Commit:
                    Commit(occupancies, rejected, entry, ledger.Lines[i]);
                    intent = Ends(entry, intent) ? null : intent;
                    break;
                case LedgerKind.Abandon:
                    intent = Ends(entry, intent) ? null : intent;
                    break;
                case LedgerKind.Reject:
                    rejected[entry.Digest] = entry;
                    break;
                case LedgerKind.Clear:
                    rejected.Remove(entry.Digest);
                    break;
                case LedgerKind.Verdict:
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(ledger), entry.Kind, message: null);
            }
        }

        return new EnvironmentHistory { Current = occupancies.LastOrDefault(), Occupancies = occupancies, Rejected = rejected, OpenIntent = intent };
    }

    /// <summary>The last images that were good (committed, not rejected), newest first, each once; the one that is there now is among them.</summary>
    public IReadOnlyList<Occupancy> Good(int count) =>
        [.. Occupancies.Reverse().Where(o => !Rejected.ContainsKey(o.Digest)).DistinctBy(o => o.Digest).Take(count)];

    /// <summary>Since when an image has been there without interruption; null when it is not there now.</summary>
    public DateTimeOffset? Since(Digest digest) => Current?.Digest == digest ? Current.From : null;

    private static void Commit(List<Occupancy> occupancies, Dictionary<Digest, LedgerEntry> rejected, LedgerEntry entry, Digest line)
    {
        if (occupancies.Count > 0)
        {
            var left = occupancies[^1];
            if (left.Digest == entry.Digest)
            {
                return;
            }

            occupancies[^1] = left with { Until = entry.At };
            if (entry.Action == LedgerAction.Rollback)
            {
                rejected[left.Digest] = entry;
            }
        }

        occupancies.Add(new Occupancy(entry.Digest, entry.Image, entry.At, Until: null, line, entry));
    }

    private static bool Ends(LedgerEntry entry, LedgerEntry? intent) =>
        intent is not null && (entry.Digest == intent.Digest || (entry.Attempt.Length > 0 && entry.Attempt == intent.Attempt));
}

/// <summary>An image's time in an environment.</summary>
/// <param name="Digest">The image.</param>
/// <param name="Image"><c>registry/repository</c>.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when; null for now.</param>
/// <param name="Line">The digest of the line that committed it.</param>
/// <param name="Entry">That line.</param>
public sealed record Occupancy(Digest Digest, string Image, DateTimeOffset From, DateTimeOffset? Until, Digest Line, LedgerEntry Entry);
