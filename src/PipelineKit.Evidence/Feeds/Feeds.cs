using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>EPSS scores of a day (FIRST), from <c>epss_scores-current.csv</c> or <c>.csv.gz</c>.</summary>
public sealed class EpssScores
{
    private EpssScores(string name, Digest digest) => (Name, Digest) = (name, digest);

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The digest of its bytes.</summary>
    public Digest Digest { get; }

    /// <summary>The day of the scores; null when the file does not say.</summary>
    public DateTimeOffset? ScoredAt => throw new NotImplementedException();

    /// <summary>Reads; only identifiers in <paramref name="wanted"/> are kept (null keeps all).</summary>
    /// <exception cref="EvidenceException">It is no such file.</exception>
    public static EpssScores Read(Stream content, string name, IReadOnlySet<string>? wanted, EvidenceLimits limits, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The probability of this CVE, 0 to 1; null when there is none.</summary>
    public double? Find(string cve) => throw new NotImplementedException();
}

/// <summary>The catalogue of known exploited vulnerabilities (CISA KEV JSON).</summary>
public sealed class KevCatalog
{
    private KevCatalog(string name, Digest digest) => (Name, Digest) = (name, digest);

    /// <summary>The file.</summary>
    public string Name { get; }

    /// <summary>The digest of its bytes.</summary>
    public Digest Digest { get; }

    /// <summary>When it was released; null when the file does not say.</summary>
    public DateTimeOffset? ReleasedAt => throw new NotImplementedException();

    /// <summary>Reads.</summary>
    /// <exception cref="EvidenceException">It is no such file.</exception>
    public static KevCatalog Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The entry of this CVE, or null.</summary>
    public KnownExploited? Find(string cve) => throw new NotImplementedException();
}
