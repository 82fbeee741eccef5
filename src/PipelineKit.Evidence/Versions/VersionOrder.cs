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
    /// <summary>Longer texts are no versions: none that is published comes near, and the time to compare is bound.</summary>
    private const int MaximumLength = 512;

    /// <summary>The order of a package URL type (<c>deb</c>), an OSV ecosystem (<c>Debian:12</c>) or a VERS scheme; <see cref="VersionScheme.Unknown"/> for others.</summary>
    public static VersionScheme Of(string ecosystem)
    {
        var colon = ecosystem.IndexOf(':', StringComparison.Ordinal);
        return (colon < 0 ? ecosystem : ecosystem[..colon]).ToLowerInvariant() switch
        {
            "deb" or "debian" or "ubuntu" or "echo" => VersionScheme.Debian,
            "apk" or "alpine" or "wolfi" or "chainguard" or "alpaquita" or "bellsoft hardened containers" or "minimos" => VersionScheme.Apk,
            "rpm" or "red hat" or "rocky linux" or "almalinux" or "suse" or "opensuse" or "mageia" or "openeuler" or "photon os" or "azure linux" => VersionScheme.Rpm,
            "npm" or "golang" or "go" or "cargo" or "crates.io" or "hex" or "pub" or "swift" or "swifturl" or "semver" or "bitnami" or "github actions" or "githubactions" or "julia" => VersionScheme.Semantic,
            "nuget" => VersionScheme.NuGet,
            "pypi" => VersionScheme.Python,
            "maven" => VersionScheme.Maven,
            "gem" or "rubygems" => VersionScheme.Ruby,
            _ => VersionScheme.Unknown,
        };
    }

    /// <summary>Less than 0, 0 or more than 0; null when one of the texts is not a version of that scheme, and so no order can be claimed.</summary>
    public static int? Compare(VersionScheme scheme, string left, string right) =>
        left.Length > MaximumLength || right.Length > MaximumLength ? null : scheme switch
        {
            VersionScheme.Debian => DebianOrder.Compare(left, right),
            VersionScheme.Apk => ApkOrder.Compare(left, right),
            VersionScheme.Rpm => RpmOrder.Compare(left, right),
            VersionScheme.Semantic => SemanticOrder.Compare(left, right, isNuGet: false),
            VersionScheme.NuGet => SemanticOrder.Compare(left, right, isNuGet: true),
            VersionScheme.Python => PythonOrder.Compare(left, right),
            VersionScheme.Maven => MavenOrder.Compare(left, right),
            VersionScheme.Ruby => RubyOrder.Compare(left, right),
            _ => left == right ? 0 : null,
        };
}
