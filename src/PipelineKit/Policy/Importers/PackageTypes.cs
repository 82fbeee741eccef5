namespace PipelineKit.Policy;

/// <summary>Types of package URLs for what other tools call a package type, a language or an ecosystem. Empty text stays empty; null for what is not known.</summary>
internal static class PackageTypes
{
    internal static string? OfGrypeType(string type) =>
        type switch
        {
            "" => "",
            "apk" or "deb" or "rpm" or "gem" or "npm" or "hex" or "conan" or "conda" or "pub" or "swift" or "hackage" => type,
            "go-module" => "golang",
            "java-archive" or "jenkins-plugin" => "maven",
            "python" => "pypi",
            "dotnet" => "nuget",
            "php-composer" => "composer",
            "rust-crate" => "cargo",
            "pod" => "cocoapods",
            _ => null,
        };

    internal static string? OfLanguage(string language) =>
        language switch
        {
            "" => "",
            "go" => "golang",
            "java" => "maven",
            "javascript" => "npm",
            "python" => "pypi",
            "ruby" => "gem",
            "rust" => "cargo",
            "dotnet" => "nuget",
            "php" => "composer",
            "dart" => "pub",
            "swift" => "swift",
            _ => null,
        };

    internal static string? OfEcosystem(string ecosystem) =>
        ecosystem switch
        {
            "" => "",
            "Debian" or "Ubuntu" => "deb",
            "Alpine" or "Wolfi" or "Chainguard" => "apk",
            "Red Hat" or "Rocky Linux" or "AlmaLinux" or "SUSE" or "openSUSE" => "rpm",
            "Go" => "golang",
            "npm" => "npm",
            "NuGet" => "nuget",
            "PyPI" => "pypi",
            "Maven" => "maven",
            "crates.io" => "cargo",
            "RubyGems" => "gem",
            "Packagist" => "composer",
            "Hex" => "hex",
            "Pub" => "pub",
            "ConanCenter" => "conan",
            _ => null,
        };
}
