namespace PipelineKit.Evidence;

/// <summary>What Grype looked at. It does not list packages; what it had data of is a statement, what it found is proof.</summary>
internal static class GrypeCoverage
{
    /// <summary>What the provider <c>github</c> (GitHub Security Advisories) has data of.</summary>
    private static readonly string[] Languages = ["cargo", "composer", "gem", "golang", "hex", "maven", "npm", "nuget", "pub", "pypi", "swift"];

    /// <summary>The ecosystems, ordered.</summary>
    public static IReadOnlyList<CoveredPart> Of(OperatingSystemFacts? system, IReadOnlyList<string> providers, IReadOnlyList<Finding> findings)
    {
        var ecosystems = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var provider in providers)
        {
            if (provider == "github")
            {
                ecosystems.UnionWith(Languages);
            }
        }

        if (system is not null && TrivyTypes.IsDistribution(Distribution(system.Family)))
        {
            ecosystems.Add(TrivyTypes.Ecosystem(Distribution(system.Family)));
        }

        foreach (var finding in findings)
        {
            if (finding.Package.Type.Length > 0)
            {
                ecosystems.Add(finding.Package.Type);
            }
        }

        var parts = new List<CoveredPart>(ecosystems.Count);
        foreach (var ecosystem in ecosystems)
        {
            parts.Add(new CoveredPart(ecosystem, "", null));
        }

        return parts;
    }

    /// <summary>The type of package URL of a type of syft.</summary>
    public static string Ecosystem(string? type) => type switch
    {
        null => "",
        "java-archive" or "jenkins-plugin" or "graalvm-native-image" => "maven",
        "python" => "pypi",
        "go-module" => "golang",
        "dotnet" => "nuget",
        "rust-crate" => "cargo",
        "php-composer" or "php-pecl" => "composer",
        "dart-pub" => "pub",
        "pod" => "cocoapods",
        "R-package" => "cran",
        "binary" or "linux-kernel" or "linux-kernel-module" => "generic",
        "github-action" or "github-action-workflow" => "github",
        _ => type,
    };

    /// <summary>Grype names distributions by os-release, Trivy by words of its own.</summary>
    private static string Distribution(string name) => name switch
    {
        "rhel" or "redhat" => "redhat",
        "rockylinux" or "rocky" => "rocky",
        "almalinux" or "alma" => "alma",
        "amazonlinux" or "amzn" or "amazon" => "amazon",
        "oraclelinux" or "ol" or "oracle" => "oracle",
        "mariner" => "cbl-mariner",
        "archlinux" => "arch",
        _ => name,
    };
}
