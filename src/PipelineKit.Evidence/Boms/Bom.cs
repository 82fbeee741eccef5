using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>A bill of materials, whatever format it came from. Only what gates and profiles ask for.</summary>
public sealed record Bom
{
    /// <summary>A serial number or document namespace; empty without one.</summary>
    public string Serial { get; init; } = "";

    /// <summary>When it was made; null when not said.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Who made it: people and organisations, as written.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Where they can be reached: addresses of electronic mail, and of the web.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>What made it: <c>syft 1.2.3</c>.</summary>
    public IReadOnlyList<BomTool> Tools { get; init; } = [];

    /// <summary>What it is about; null when it does not say.</summary>
    public BomComponent? Subject { get; init; }

    /// <summary>The components, nested ones flattened, without the subject.</summary>
    public IReadOnlyList<BomComponent> Components { get; init; } = [];

    /// <summary>Who depends on whom, by <see cref="BomComponent.Reference"/>.</summary>
    public IReadOnlyList<BomDependency> Dependencies { get; init; } = [];

    /// <summary>How complete it claims to be: <c>complete</c>, <c>incomplete</c>, <c>unknown</c>; empty when not said.</summary>
    public string Completeness { get; init; } = "";

    /// <summary>Digests of the image it is about, from the subject's hashes, purl or version, where they are some.</summary>
    public IReadOnlyList<Digest> SubjectDigests { get; init; } = [];

    /// <summary>The platform it is about (<c>linux/amd64</c>), where it says so.</summary>
    public string? Platform { get; init; }
}

/// <summary>A tool that made a bill of materials.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; may be empty.</param>
public sealed record BomTool(string Name, string Version);

/// <summary>Who depends on whom.</summary>
/// <param name="Reference">The one that depends.</param>
/// <param name="DependsOn">On what, directly.</param>
public sealed record BomDependency(string Reference, IReadOnlyList<string> DependsOn);

/// <summary>A part of what a bill of materials is about.</summary>
public sealed record BomComponent
{
    /// <summary>Its reference inside the document; empty without one.</summary>
    public string Reference { get; init; } = "";

    /// <summary>What it is: <c>library</c>, <c>application</c>, <c>operating-system</c>, <c>container</c>, <c>file</c>, ... (CycloneDX 1.6 names).</summary>
    public string Type { get; init; } = "library";

    /// <summary>The package: name with namespace or group, version, package URL.</summary>
    public required PackageIdentity Package { get; init; }

    /// <summary>Who supplies it; empty when not said.</summary>
    public string Supplier { get; init; } = "";

    /// <summary>Licences as SPDX expressions, identifiers or names, as written; empty when not said.</summary>
    public IReadOnlyList<BomLicense> Licenses { get; init; } = [];

    /// <summary>Hashes: algorithm in CycloneDX spelling (<c>SHA-256</c>) and lower-case hex.</summary>
    public IReadOnlyList<BomHash> Hashes { get; init; } = [];

    /// <summary>CPE 2.3 name, or null.</summary>
    public string? Cpe { get; init; }

    /// <summary>Where it was found in the image; empty when not said.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The layer (uncompressed digest) it came with; null when not said.</summary>
    public string? Layer { get; init; }

    /// <summary>Properties: name and value, in order (<c>bsi:component:executable</c>).</summary>
    public IReadOnlyList<(string Name, string Value)> Properties { get; init; } = [];
}

/// <summary>A licence of a component.</summary>
/// <param name="Text">An SPDX expression or identifier, or a name that is none.</param>
/// <param name="IsExpression">Whether the document says it is SPDX; a mere name is not.</param>
public sealed record BomLicense(string Text, bool IsExpression);

/// <summary>A hash of a component.</summary>
/// <param name="Algorithm">As CycloneDX spells it.</param>
/// <param name="Value">Lower-case hex.</param>
public sealed record BomHash(string Algorithm, string Value);
