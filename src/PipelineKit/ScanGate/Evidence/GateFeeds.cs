using PipelineKit.Evidence;

namespace PipelineKit.ScanGate;

/// <summary>What the world says about vulnerabilities: how likely each is exploited, and which are.</summary>
/// <param name="Epss">EPSS scores; null for none.</param>
/// <param name="Kev">Known exploited vulnerabilities; null for none.</param>
internal sealed record GateFeeds(EpssScores? Epss, KevCatalog? Kev)
{
    private const string Cve = "CVE-";

    /// <summary>Reads them, as far as the evidence needs them.</summary>
    /// <exception cref="EvidenceException">A file is none of these.</exception>
    internal static GateFeeds Read(InputFile? epss, InputFile? kev, IEnumerable<EvidenceItem> evidence, CancellationToken cancellation)
    {
        EpssScores? scores = null;
        if (epss is not null)
        {
            using var content = EvidenceFiles.Open(epss);
            scores = EpssScores.Read(content, epss.Name, Wanted(evidence), EvidenceLimits.Default, cancellation);
        }

        if (kev is null)
        {
            return new GateFeeds(scores, Kev: null);
        }

        using var catalog = EvidenceFiles.Open(kev);
        return new GateFeeds(scores, KevCatalog.Read(catalog, kev.Name, EvidenceLimits.Default, cancellation));
    }

    // A distribution's own identifier has the CVE in it: DEBIAN-CVE-2024-1.
    private static HashSet<string> Wanted(IEnumerable<EvidenceItem> evidence)
    {
        var wanted = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var finding in evidence.SelectMany(e => e.Document?.Report?.Findings ?? []))
        {
            Add(finding.Id);
            foreach (var alias in finding.Aliases)
            {
                Add(alias);
            }
        }

        return wanted;

        void Add(string id)
        {
            var at = id.IndexOf(Cve, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                wanted.Add(id[at..]);
            }
        }
    }
}
