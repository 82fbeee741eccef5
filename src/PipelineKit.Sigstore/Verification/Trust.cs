namespace PipelineKit.Sigstore;

/// <summary>A trusted root in ready form: chains parsed and checked once, keys imported.</summary>
internal sealed class Trust
{
    /// <summary>Prepares it.</summary>
    /// <param name="root">Who is believed.</param>
    /// <param name="cachedLeaves">How many leaf certificates are kept with what was proved about them; 0 for none.</param>
    internal Trust(TrustedRoot root, int cachedLeaves)
    {
        Root = root;
        Authorities = [.. root.CertificateAuthorities.Select(a => CertificateChain.Prepare(a, startsWithLeaf: false))];
        TimestampAuthorities = [.. root.TimestampAuthorities.Select(a => CertificateChain.Prepare(a, startsWithLeaf: true))];
        Leaves = new LeafCache(this, cachedLeaves);
    }

    /// <summary>The root itself.</summary>
    internal TrustedRoot Root { get; }

    /// <summary>Issuers of signing certificates.</summary>
    internal IReadOnlyList<CertificateChain> Authorities { get; }

    /// <summary>Issuers of timestamps.</summary>
    internal IReadOnlyList<CertificateChain> TimestampAuthorities { get; }

    /// <summary>Leaf certificates seen lately.</summary>
    internal LeafCache Leaves { get; }
}
