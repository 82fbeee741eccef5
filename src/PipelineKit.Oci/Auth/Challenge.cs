using System.Collections.Immutable;

namespace PipelineKit.Oci;

/// <summary>One challenge of a WWW-Authenticate header (RFC 9110, section 11.6.1; RFC 6750, section 3).</summary>
/// <param name="Scheme">As written: <c>Bearer</c>, <c>Basic</c>.</param>
/// <param name="Parameters">Names in any case, values without quotes; of a name given twice, the first.</param>
public sealed record Challenge(string Scheme, ImmutableDictionary<string, string> Parameters)
{
    /// <summary>Whether tokens are wanted.</summary>
    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether user and password are wanted with every request.</summary>
    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where tokens are given, or for Basic a name to show; null when missing.</summary>
    public string? Realm => Parameters.GetValueOrDefault("realm");

    /// <summary>The service to name to the realm, or null.</summary>
    public string? Service => Parameters.GetValueOrDefault("service");

    /// <summary>What a token must allow, or null.</summary>
    public string? Scope => Parameters.GetValueOrDefault("scope");
}
