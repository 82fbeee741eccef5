using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>The formats that are read.</summary>
public enum EvidenceFormat
{
    /// <summary>Trivy JSON, schema 2 or the old array.</summary>
    Trivy,

    /// <summary>Grype JSON.</summary>
    Grype,

    /// <summary>OSV-Scanner JSON.</summary>
    OsvScanner,

    /// <summary>SARIF 2.1.0.</summary>
    Sarif,

    /// <summary>Snyk container or open source JSON.</summary>
    Snyk,

    /// <summary>GitLab container scanning.</summary>
    GitLab,

    /// <summary>CycloneDX JSON.</summary>
    CycloneDx,

    /// <summary>CycloneDX XML.</summary>
    CycloneDxXml,

    /// <summary>SPDX 2 JSON.</summary>
    Spdx2,

    /// <summary>SPDX 3 JSON-LD.</summary>
    Spdx3,

    /// <summary>OpenVEX.</summary>
    OpenVex,

    /// <summary>CSAF 2.0 (VEX profile).</summary>
    Csaf,
}

/// <summary>One document, read whole: what it says, and what it is bound to.</summary>
public sealed record EvidenceDocument
{
    /// <summary>The path or name it was given by; never absolute in what is reported.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 digest of its bytes.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The format.</summary>
    public required EvidenceFormat Format { get; init; }

    /// <summary>The version of the format as the document has it: <c>2</c>, <c>1.6</c>, <c>SPDX-2.3</c>; empty when it has none.</summary>
    public string FormatVersion { get; init; } = "";

    /// <summary>What a scanner found; null when the document is no result of a scan (a CycloneDX document without vulnerabilities is none).</summary>
    public ScanReport? Report { get; init; }

    /// <summary>The bill of materials it is or has; null when none.</summary>
    public Bom? Bom { get; init; }

    /// <summary>Statements about exploitability; empty when none.</summary>
    public IReadOnlyList<VexStatement> Vex { get; init; } = [];
}
