namespace PipelineKit.Evidence;

/// <summary>How OSV names the ecosystems and packages that package URLs name.</summary>
internal static class OsvNames
{
    /// <summary>Properties that scanners put the source package into, and its version.</summary>
    private static readonly string[][] SourceProperties =
    [
        ["aquasecurity:trivy:SrcName", "aquasecurity:trivy:SrcVersion"], ["syft:metadata:source", "syft:metadata:sourceVersion"], ["syft:metadata:originPackage", ""],
    ];

    /// <summary>The ecosystem without its release.</summary>
    public static string Family(string ecosystem)
    {
        var colon = ecosystem.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? ecosystem : ecosystem[..colon];
    }

    /// <summary>A component as OSV would name it.</summary>
    /// <param name="order">Its place.</param>
    /// <param name="component">The component.</param>
    /// <param name="distribution">The distribution of the image, <c>debian-12</c>, for package URLs that do not say theirs; may be empty.</param>
    public static OsvPackage Of(int order, BomComponent component, string distribution)
    {
        var package = component.Package;
        var purl = package.Purl is { } text && PackageUrl.TryParse(text, out var parsed, out _) ? parsed : null;
        var ecosystem = package.Type is "deb" or "apk" or "rpm"
            ? OfDistribution(purl, purl?.Qualifiers.GetValueOrDefault("distro") is { Length: > 0 } said ? said : distribution)
            : OfLanguage(package.Type);
        if (ecosystem is null)
        {
            return new OsvPackage(order, component, package.Type.Length > 0 ? package.Type : "unknown", [], package.Version);
        }

        if (package.Type is not ("deb" or "apk" or "rpm"))
        {
            return new OsvPackage(order, component, ecosystem, [Normal(ecosystem, package.Name)], package.Type == "golang" ? GoVersion(package.Version) : package.Version);
        }

        var (source, version) = Source(component, purl);
        return new OsvPackage(
            order, component, ecosystem,
            source.Length == 0 || source == package.Name ? [package.Name] : package.Type == "rpm" ? [source, package.Name] : [source],
            version.Length > 0 && package.Type == "deb" ? version : package.Version);
    }

    /// <summary>A name in the form in which names of the ecosystem are compared.</summary>
    public static string Normal(string family, string name) => family switch
    {
        "PyPI" => PurlTypes.Pep503(name),
        "npm" or "Go" or "NuGet" or "Packagist" or "Hex" or "GitHub Actions" or "SwiftURL" => name.ToLowerInvariant(),
        _ => name,
    };

    private static string? OfLanguage(string type) => type switch
    {
        "npm" => "npm",
        "pypi" => "PyPI",
        "golang" => "Go",
        "maven" => "Maven",
        "nuget" => "NuGet",
        "cargo" => "crates.io",
        "gem" => "RubyGems",
        "composer" => "Packagist",
        "hex" => "Hex",
        "pub" => "Pub",
        "swift" => "SwiftURL",
        "githubactions" => "GitHub Actions",
        "conan" => "ConanCenter",
        "cran" => "CRAN",
        "hackage" => "Hackage",
        "bitnami" => "Bitnami",
        "julia" => "Julia",
        _ => null,
    };

    /// <summary>The ecosystem of a distribution; null when its release is not known: without one, what is fixed in one release would be reported in all.</summary>
    private static string? OfDistribution(PackageUrl? purl, string distribution)
    {
        var dash = distribution.LastIndexOf('-');
        var name = dash < 0 ? purl?.Namespace ?? distribution : distribution[..dash];
        var release = distribution[(dash + 1)..];
        var parts = release.Split('.');
        var major = parts[0];
        return name switch
        {
            "wolfi" => "Wolfi",
            "chainguard" => "Chainguard",
            _ when Debian(name, release) is { } debian => debian,
            _ when major.Length == 0 || !char.IsAsciiDigit(major[0]) => null,
            "alpine" when parts.Length > 1 => $"Alpine:v{major}.{parts[1]}",
            "ubuntu" when parts.Length > 1 => $"Ubuntu:{major}.{parts[1]}" + (parts[1] == "04" && int.TryParse(major, out var year) && year % 2 == 0 ? ":LTS" : ""),
            "rocky" or "rockylinux" => $"Rocky Linux:{major}",
            "alma" or "almalinux" => $"AlmaLinux:{major}",
            "mageia" => $"Mageia:{major}",
            _ => null,
        };
    }

    /// <summary>Debian by number, or by the name of a release.</summary>
    private static string? Debian(string name, string release)
    {
        if (name != "debian")
        {
            return null;
        }

        var number = release switch
        {
            "buster" => "10",
            "bullseye" => "11",
            "bookworm" => "12",
            "trixie" => "13",
            "forky" => "14",
            _ => release.Split('.')[0],
        };
        return Digits.AreAll(number) ? $"Debian:{number}" : null;
    }

    /// <summary>The source package and its version: distributions write advisories about those.</summary>
    private static (string Name, string Version) Source(BomComponent component, PackageUrl? purl)
    {
        if (purl?.Qualifiers.GetValueOrDefault("upstream") is { Length: > 0 } upstream)
        {
            if (purl.Type == "rpm")
            {
                // bash-5.1.8-6.el9.src.rpm
                var release = upstream.LastIndexOf('-');
                var version = release < 1 ? -1 : upstream.LastIndexOf('-', release - 1);
                return (version < 1 ? upstream : upstream[..version], "");
            }

            var at = upstream.IndexOf('@', StringComparison.Ordinal);
            return at < 0 ? (upstream, "") : (upstream[..at], upstream[(at + 1)..]);
        }

        foreach (var names in SourceProperties)
        {
            if (Property(component, names[0]) is { Length: > 0 } source)
            {
                // Trivy's source version is without epoch and revision, which are in other properties: it cannot be compared.
                return (source, names[1].StartsWith("syft", StringComparison.Ordinal) ? Property(component, names[1]) : "");
            }
        }

        return ("", "");
    }

    private static string Property(BomComponent component, string name)
    {
        foreach (var property in component.Properties)
        {
            if (property.Name == name)
            {
                return property.Value;
            }
        }

        return "";
    }

    /// <summary>Versions of Go itself are written <c>go1.21rc2</c>; OSV has them as semantic ones, <c>1.21.0-rc.2</c>.</summary>
    private static string GoVersion(string version)
    {
        if (!version.StartsWith("go", StringComparison.Ordinal))
        {
            return version;
        }

        var text = version.AsSpan(2);
        text = text.IndexOf(' ') is >= 0 and var space ? text[..space] : text;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
        {
            end++;
        }

        if (end == text.Length)
        {
            return text.ToString();
        }

        var word = text[end..];
        var digits = word.IndexOfAnyInRange('0', '9');
        return $"{text[..end]}{(text[..end].Count('.') < 2 ? ".0" : "")}-{(digits < 0 ? word : word[..digits])}{(digits < 0 ? "" : $".{word[digits..]}")}";
    }
}
