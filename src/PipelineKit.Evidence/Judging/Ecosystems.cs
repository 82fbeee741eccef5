namespace PipelineKit.Evidence;

/// <summary>Which parts of an image vulnerability scanners look at.</summary>
internal static class Ecosystems
{
    private static readonly string[] Types =
    [
        "alpm", "apk", "bitnami", "cargo", "cocoapods", "composer", "conan", "conda", "cran", "deb", "gem", "golang", "hackage", "hex", "luarocks", "maven", "npm", "nuget", "pub", "pypi", "rpm", "swift",
    ];

    /// <summary>Whether packages of this type of package URL have advisories.</summary>
    internal static bool HasAdvisories(string type) => Array.BinarySearch(Types, type, StringComparer.Ordinal) >= 0;

    /// <summary>Whether it is a package manager of a distribution.</summary>
    internal static bool IsOfSystem(string type) => type is "deb" or "apk" or "rpm" or "alpm";

    /// <summary>The type of packages of a distribution; empty when not known.</summary>
    internal static string OfFamily(string family)
    {
        var name = family.ToLowerInvariant();
        return name switch
        {
            "debian" or "ubuntu" or "distroless" or "raspbian" or "kali" or "echo" => "deb",
            "alpine" or "wolfi" or "chainguard" or "minimos" => "apk",
            "arch" or "archlinux" => "alpm",
            "redhat" or "rhel" or "centos" or "fedora" or "rocky" or "rockylinux" or "alma" or "almalinux" or "amazon" or "amzn" or "oracle" or "ol" or "photon" or "mariner" or "azurelinux" or "cbl-mariner" => "rpm",
            _ => name.Contains("suse", StringComparison.Ordinal) || name == "sles" ? "rpm" : "",
        };
    }
}
