using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>What a statement says (the words of OpenVEX; CSAF and CycloneDX are translated).</summary>
public enum VexStatus
{
    /// <summary>Being looked at.</summary>
    UnderInvestigation,

    /// <summary>Exploitable.</summary>
    Affected,

    /// <summary>Not exploitable, with a justification or an impact statement.</summary>
    NotAffected,

    /// <summary>Fixed in this product.</summary>
    Fixed,
}

/// <summary>One author's statement about one vulnerability and some products.</summary>
public sealed record VexStatement
{
    /// <summary>The document it is from.</summary>
    public required string Document { get; init; }

    /// <summary>Who says it: the author (OpenVEX), publisher namespace (CSAF) or supplier/author (CycloneDX); empty when nobody is named.</summary>
    public required string Author { get; init; }

    /// <summary>When it was said: the statement's own last update or time, else the document's; null when none of them is there.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The vulnerability and its aliases, as written; at least one.</summary>
    public required IReadOnlyList<string> Vulnerabilities { get; init; }

    /// <summary>About what; at least one.</summary>
    public required IReadOnlyList<VexProduct> Products { get; init; }

    /// <summary>The status.</summary>
    public required VexStatus Status { get; init; }

    /// <summary>The justification in OpenVEX words (<c>vulnerable_code_not_present</c>); empty without one.</summary>
    public string Justification { get; init; } = "";

    /// <summary>Why, in the author's words; may be empty.</summary>
    public string Statement { get; init; } = "";
}

/// <summary>A product a statement is about.</summary>
/// <param name="Identifier">A package URL, a digest (<c>sha256:...</c>), an image reference, a BOM reference; as written.</param>
/// <param name="Purl">It as a package URL; null when it is none.</param>
/// <param name="Digests">Hashes given for it.</param>
/// <param name="Subcomponents">Parts of it that alone are meant; empty for the whole product.</param>
public sealed record VexProduct(string Identifier, PackageUrl? Purl, IReadOnlyList<Digest> Digests, IReadOnlyList<VexProduct> Subcomponents);
