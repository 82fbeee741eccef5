namespace PipelineKit.Evidence;

/// <summary>Ecosystems as OSV spells them.</summary>
internal static class OsvScannerEcosystems
{
    /// <summary>The type of package URL of <c>Debian:12</c>; the name itself, in lower case, when none is known.</summary>
    public static string PurlType(string ecosystem)
    {
        var colon = ecosystem.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? ecosystem : ecosystem[..colon];
        return name switch
        {
            "Debian" or "Ubuntu" or "Echo" => "deb",
            "Alpine" or "Wolfi" or "Chainguard" or "MinimOS" => "apk",
            "Rocky Linux" or "AlmaLinux" or "Red Hat" or "SUSE" or "openSUSE" or "openEuler" or "Mageia" or "Photon OS" or "Azure Linux" => "rpm",
            "Go" => "golang",
            "crates.io" => "cargo",
            "Packagist" => "composer",
            "RubyGems" => "gem",
            "PyPI" => "pypi",
            "ConanCenter" => "conan",
            "SwiftURL" => "swift",
            "GitHub Actions" => "github",
            _ => name.ToLowerInvariant(),
        };
    }

    /// <summary>The distribution of a name in words, <c>Debian GNU/Linux 12 (bookworm)</c>; null for none.</summary>
    public static OperatingSystemFacts? System(string? name)
    {
        var words = (name ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return null;
        }

        var version = Array.Find(words, w => w.TrimStart('v') is [>= '0' and <= '9', ..]) ?? "";
        return new OperatingSystemFacts(words[0].ToLowerInvariant(), version.TrimStart('v'));
    }
}
