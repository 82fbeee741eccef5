using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>A package URL (ECMA-427, <c>pkg:type/namespace/name@version?qualifiers#subpath</c>), parsed and canonical.</summary>
public sealed record PackageUrl
{
    private static readonly SortedDictionary<string, string> NoQualifiers = new(StringComparer.Ordinal);

    /// <summary>Lower case: <c>deb</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The namespace, decoded, segments joined by <c>/</c>; empty without one.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The name, decoded, normalised as its type asks.</summary>
    public required string Name { get; init; }

    /// <summary>The version, decoded; empty without one.</summary>
    public string Version { get; init; } = "";

    /// <summary>Qualifiers, keys lower case, ordered by key.</summary>
    public IReadOnlyDictionary<string, string> Qualifiers { get; init; } = NoQualifiers;

    /// <summary>The subpath, decoded; empty without one.</summary>
    public string Subpath { get; init; } = "";

    /// <summary>Parses; on failure <paramref name="problem"/> says why not.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PackageUrl? url, [NotNullWhen(false)] out string? problem) =>
        PurlParser.TryParse(text, out url, out problem);

    /// <summary>Puts a package URL together from decoded parts, normalised as its type asks.</summary>
    /// <param name="type">The type: <c>deb</c>.</param>
    /// <param name="packageNamespace">The namespace, segments joined by <c>/</c>; empty without one.</param>
    /// <param name="name">The name.</param>
    /// <param name="version">The version; empty without one.</param>
    /// <param name="qualifiers">Key and value, in any order; empty values are left out.</param>
    /// <exception cref="ArgumentException">They are no package URL: the message says why.</exception>
    public static PackageUrl Of(string type, string packageNamespace, string name, string version, params IReadOnlyList<(string Key, string Value)> qualifiers)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in qualifiers)
        {
            if (value.Length > 0)
            {
                parts[key] = value;
            }
        }

        var raw = new PackageUrl { Type = type, Namespace = packageNamespace, Name = name, Version = version, Qualifiers = parts };
        return TryParse(raw.ToString(), out var url, out var problem) ? url : throw new ArgumentException(problem, nameof(name));
    }

    /// <summary>
    /// Whether this one, as a pattern, means the other: type, namespace and name are equal; a version, qualifier or subpath this one has is equal there; what this one does not have may be anything
    /// (the rule of OpenVEX and of package URL matching). Names of NuGet packages are compared without regard to case, as NuGet does.
    /// </summary>
    public bool Matches(PackageUrl other)
    {
        var names = Type == "nuget" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (Type != other.Type || Namespace != other.Namespace || !string.Equals(Name, other.Name, names)
            || (Version.Length > 0 && Version != other.Version) || (Subpath.Length > 0 && Subpath != other.Subpath))
        {
            return false;
        }

        foreach (var qualifier in Qualifiers)
        {
            if (!other.Qualifiers.TryGetValue(qualifier.Key, out var value) || value != qualifier.Value)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The identity of the package, version included.</summary>
    public PackageIdentity ToIdentity() => new(Type, PurlTypes.NativeName(Type, Namespace, Name), Version, ToString());

    /// <summary>The canonical text.</summary>
    public override string ToString() => PurlText.Write(this);

    /// <summary>Equal when the canonical texts are.</summary>
    public bool Equals(PackageUrl? other) =>
        other is not null && Type == other.Type && Name == other.Name && Version == other.Version && Namespace == other.Namespace && ToString() == other.ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Namespace, Name, Version);
}
