namespace PipelineKit.Evidence;

/// <summary>How versions are ordered.</summary>
public enum VersionScheme
{
    /// <summary>Nobody knows: only equal texts compare.</summary>
    Unknown,

    /// <summary>Debian policy 5.6.12.</summary>
    Debian,

    /// <summary>Alpine's apk-tools.</summary>
    Apk,

    /// <summary>rpm's rpmvercmp, with epoch.</summary>
    Rpm,

    /// <summary>Semantic Versioning 2.0.0 (npm, Go with its leading <c>v</c>, Cargo).</summary>
    Semantic,

    /// <summary>NuGet: semantic with up to four numbers, case-insensitive.</summary>
    NuGet,

    /// <summary>PEP 440.</summary>
    Python,

    /// <summary>Maven's ComparableVersion.</summary>
    Maven,

    /// <summary>RubyGems.</summary>
    Ruby,
}

/// <summary>Compares versions as their package managers do.</summary>
public static class VersionOrder
{
    /// <summary>The order of a package URL type (<c>deb</c>) or an OSV ecosystem (<c>Debian:12</c>); <see cref="VersionScheme.Unknown"/> for others.</summary>
    public static VersionScheme Of(string ecosystem) => throw new NotImplementedException();

    /// <summary>Less than 0, 0 or more than 0; null when one of the texts is not a version of that scheme, and so no order can be claimed.</summary>
    public static int? Compare(VersionScheme scheme, string left, string right) => throw new NotImplementedException();
}
