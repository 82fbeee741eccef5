using System.Buffers;
using PipelineKit.Evidence;

namespace PipelineKit.Policy;

/// <summary>Makes the scope of an exception out of text.</summary>
internal static class ScopeText
{
    private static readonly SearchValues<char> OfRanges = SearchValues.Create("<>=,|* !");

    /// <summary>The scope of a package URL, whose version is the only one meant, or of one with a range beside it; null and a problem when it cannot be made.</summary>
    internal static ExceptionScope? OfPurl(string purl, string versions, out string? problem)
    {
        if (!PackageUrl.TryParse(purl, out var url, out problem))
        {
            problem = $"`{purl}` is not a package URL: {problem}";
            return null;
        }

        if (url.Version.Length > 0 && versions.Length > 0)
        {
            problem = $"`{purl}` has a version, and `versions` has others";
            return null;
        }

        var text = url.Version.Length > 0 ? Exactly(url.Version, out problem) : versions;
        if (problem is not null)
        {
            return null;
        }

        var package = (url with { Version = "" }).ToString();
        return text.Length == 0 ? new ExceptionScope(package, null)
            : Range(text, url.Type, out problem) is { } range ? new ExceptionScope(package, range)
            : null;
    }

    /// <summary>The scope of a package name; null and a problem when the version is none.</summary>
    internal static ExceptionScope? OfName(string name, string type, string version, out string? problem)
    {
        problem = null;
        if (version.Length == 0)
        {
            return new ExceptionScope(name, null, type);
        }

        var exact = Exactly(version, out problem);
        return problem is null && Range(exact, type, out problem) is { } range ? new ExceptionScope(name, range, type) : null;
    }

    private static VersionRange? Range(string text, string type, out string? problem)
    {
        if (VersionRange.TryParse(text, VersionOrder.Of(type), out var range, out problem))
        {
            return range;
        }

        problem = $"`{text}` is not a range of versions: {problem}";
        return null;
    }

    // A version is only one where it does not read as a range.
    private static string Exactly(string version, out string? problem)
    {
        problem = version.AsSpan().ContainsAny(OfRanges) || version.StartsWith("vers:", StringComparison.Ordinal) ? $"`{version}` is not one version" : null;
        return version;
    }
}
