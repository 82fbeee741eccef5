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

    /// <summary>Reads the lines.</summary>
    public static EnvironmentHistory Of(Ledger ledger) => throw new NotImplementedException();

    /// <summary>The last images that were good (committed, not rejected), newest first, each once: what a rollback may go to.</summary>
    public IReadOnlyList<Occupancy> Good(int count) => throw new NotImplementedException(count.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Since when an image has been there without interruption; null when it is not there now.</summary>
    public DateTimeOffset? Since(Digest digest) => throw new NotImplementedException(digest.Text);
}

/// <summary>An image's time in an environment.</summary>
/// <param name="Digest">The image.</param>
/// <param name="Image"><c>registry/repository</c>.</param>
/// <param name="From">From when.</param>
/// <param name="Until">Until when; null for now.</param>
/// <param name="Line">The digest of the line that committed it.</param>
/// <param name="Entry">That line.</param>
public sealed record Occupancy(Digest Digest, string Image, DateTimeOffset From, DateTimeOffset? Until, Digest Line, LedgerEntry Entry);
