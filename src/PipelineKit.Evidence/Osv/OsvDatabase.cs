namespace PipelineKit.Evidence;

/// <summary>
/// A local export of OSV (https://ossf.github.io/osv-schema), as OSV-Scanner keeps it: <c>FOLDER/{ecosystem}/all.zip</c> (also with <c>osv-scanner/</c> between), or a folder of JSON records per ecosystem.
/// </summary>
public sealed class OsvDatabase
{
    private OsvDatabase(string folder) => Folder = folder;

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Opens it; nothing but the names of files is read.</summary>
    /// <exception cref="EvidenceException">There is no such folder, or nothing of OSV in it.</exception>
    public static OsvDatabase Open(string folder) => throw new NotImplementedException();

    /// <summary>
    /// What is known about these components: a report whose <see cref="ScanReport.Coverage"/> names every ecosystem of the components with the number of packages that could be compared, and only those for which the
    /// export has data; withdrawn records are left out.
    /// </summary>
    /// <param name="bom">The components.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    public OsvMatch Match(Bom bom, EvidenceLimits limits, CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>What an OSV export says about components.</summary>
/// <param name="Findings">One per package and record.</param>
/// <param name="Ecosystems">Per OSV ecosystem of the components, what was done.</param>
public sealed record OsvMatch(IReadOnlyList<Finding> Findings, IReadOnlyList<OsvCoverage> Ecosystems);

/// <summary>What an OSV export knows about an ecosystem.</summary>
/// <param name="Ecosystem">As OSV spells it: <c>Debian:12</c>.</param>
/// <param name="Packages">How many components are of it.</param>
/// <param name="Compared">How many of them could be compared.</param>
/// <param name="AsOf">The newest <c>modified</c> of its records; null when the export has none of it.</param>
public sealed record OsvCoverage(string Ecosystem, int Packages, int Compared, DateTimeOffset? AsOf);
