namespace PipelineKit.Evidence;

/// <summary>A package of an image, as one document names it.</summary>
/// <param name="Type">The type of its package URL: <c>deb</c>, <c>apk</c>, <c>rpm</c>, <c>nuget</c>, <c>npm</c>, <c>pypi</c>, <c>golang</c>, <c>maven</c>, <c>gem</c>, <c>cargo</c>; lower case; empty when unknown.</param>
/// <param name="Name">Its name as its ecosystem writes it (<c>group:artifact</c> for Maven, with scope for npm); empty when there is no package.</param>
/// <param name="Version">The installed version; may be empty.</param>
/// <param name="Purl">The package URL in canonical form, or null when the document has none that is valid.</param>
public sealed record PackageIdentity(string Type, string Name, string Version, string? Purl = null)
{
    /// <summary>No package.</summary>
    public static PackageIdentity None { get; } = new("", "", "");
}
