using PipelineKit.Images;
using PipelineKit.Policy;
using PipelineKit.Scans;
using PipelineKit.Signing;

namespace PipelineKit.ScanGate;

/// <summary>What an image is compared with, as the inputs name it.</summary>
/// <param name="Image">An image; empty for none.</param>
/// <param name="Lock">An image lock that has it; empty for none.</param>
/// <param name="Reports">Reports of it, files or globs.</param>
public sealed record CompareTo(string Image, string Lock, IReadOnlyList<string> Reports)
{
    /// <summary>Nothing.</summary>
    public static CompareTo Nothing { get; } = new("", "", []);

    /// <summary>Whether there is anything to compare with.</summary>
    public bool IsGiven => Image.Length > 0 || Lock.Length > 0 || Reports.Count > 0;
}

/// <summary>What is signed and attached to the image.</summary>
[Flags]
public enum GateAttestations
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The decision, when it is a pass.</summary>
    Decision = 1,

    /// <summary>What scanners found.</summary>
    Vulnerabilities = 2,
}

/// <summary>The parsed inputs of scan-gate.</summary>
public sealed record ScanGateOptions
{
    /// <summary>The image as written; empty when only reports are judged.</summary>
    public required string Image { get; init; }

    /// <summary>Whether a tag may be looked up.</summary>
    public required bool Resolve { get; init; }

    /// <summary>Reports of scanners: files or globs.</summary>
    public required IReadOnlyList<string> Reports { get; init; }

    /// <summary>Bills of materials: files or globs.</summary>
    public required IReadOnlyList<string> Boms { get; init; }

    /// <summary>VEX documents: files or globs.</summary>
    public required IReadOnlyList<string> Vex { get; init; }

    /// <summary>The policy file; empty for <see cref="SmallPolicy"/>.</summary>
    public required string PolicyFile { get; init; }

    /// <summary>The policy that inputs stand for.</summary>
    public required GatePolicyInputs SmallPolicy { get; init; }

    /// <summary>Files with exceptions, or globs.</summary>
    public required IReadOnlyList<string> Exceptions { get; init; }

    /// <summary>Scanners to run.</summary>
    public required IReadOnlyList<ScannerChoice> Scanners { get; init; }

    /// <summary>A folder with an export of OSV; empty for none.</summary>
    public required string Database { get; init; }

    /// <summary>Look into the layers although reports are given.</summary>
    public required bool Catalog { get; init; }

    /// <summary>EPSS scores; empty for none.</summary>
    public required string Epss { get; init; }

    /// <summary>Known exploited vulnerabilities; empty for none.</summary>
    public required string Kev { get; init; }

    /// <summary>What runs now.</summary>
    public required CompareTo CompareTo { get; init; }

    /// <summary>Where the image is to go; empty for not said.</summary>
    public required string Environment { get; init; }

    /// <summary>Where to write SARIF; empty for nowhere.</summary>
    public required string SarifFile { get; init; }

    /// <summary>Where to write the decision; empty for nowhere.</summary>
    public required string DecisionFile { get; init; }

    /// <summary>The folder for evidence made here.</summary>
    public required string EvidenceDir { get; init; }

    /// <summary>What is attested.</summary>
    public required GateAttestations Attest { get; init; }

    /// <summary>Who signs; null when nothing is attested.</summary>
    public required SigningSettings? Signing { get; init; }

    /// <summary>Write and sign nothing.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How registries are reached.</summary>
    public required RegistrySettings Registry { get; init; }

    /// <summary>Whether the layers of the image are looked into here: that is asked for, a database to match them with is given, or nobody else says what is in it.</summary>
    public bool CataloguesLayers => Image.Length > 0 && (Catalog || Database.Length > 0 || (Reports.Count == 0 && Scanners.Count == 0));
}
