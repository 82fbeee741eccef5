using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>A package URL (ECMA-427, <c>pkg:type/namespace/name@version?qualifiers#subpath</c>), parsed and canonical.</summary>
public sealed record PackageUrl
{
    /// <summary>Lower case: <c>deb</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The namespace, decoded, segments joined by <c>/</c>; empty without one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name, decoded, normalised as its type asks.</summary>
    public required string Name { get; init; }

    /// <summary>The version, decoded; empty without one.</summary>
    public string Version { get; init; } = "";

    /// <summary>Qualifiers, keys lower case, ordered by key.</summary>
    public IReadOnlyDictionary<string, string> Qualifiers { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The subpath, decoded; empty without one.</summary>
    public string Subpath { get; init; } = "";

    /// <summary>Parses; on failure <paramref name="problem"/> says why not.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PackageUrl? url, [NotNullWhen(false)] out string? problem) => throw new NotImplementedException();

    /// <summary>
    /// Whether this one, as a pattern, means the other: type, namespace and name are equal; a version, qualifier or subpath this one has is equal there; what this one does not have may be anything
    /// (the rule of OpenVEX and of package URL matching).
    /// </summary>
    public bool Matches(PackageUrl other) => throw new NotImplementedException();

    /// <summary>The identity of the package, version included.</summary>
    public PackageIdentity ToIdentity() => throw new NotImplementedException();

    /// <summary>The canonical text.</summary>
    public override string ToString() => throw new NotImplementedException();
}
