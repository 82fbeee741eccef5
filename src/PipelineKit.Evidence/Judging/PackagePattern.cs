namespace PipelineKit.Evidence;

/// <summary>A package as policies and exceptions name it: a package URL, a type of them, or a glob of names.</summary>
internal sealed class PackagePattern
{
    private readonly string _text;
    private readonly PackageUrl? _url;
    private readonly bool _isUrl;

    /// <summary>A pattern; one that looks like a package URL and is none fits nothing.</summary>
    internal PackagePattern(string text)
    {
        _text = text;
        _isUrl = text.StartsWith("pkg:", StringComparison.Ordinal);
        _url = _isUrl && PackageUrl.TryParse(text, out var url, out _) ? url : null;
    }

    /// <summary>Whether any of the patterns fits; an empty list fits everything.</summary>
    internal static bool Any(PackagePattern[] patterns, UnitedFinding finding, PurlCache purls)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Fits(finding, purls))
            {
                return true;
            }
        }

        return patterns.Length == 0;
    }

    /// <summary>Whether the package of a finding is meant, by any of its package URLs.</summary>
    internal bool Fits(UnitedFinding finding, PurlCache purls)
    {
        if (Fits(finding.Package, finding.PackageKey, purls))
        {
            return true;
        }

        foreach (var purl in finding.OtherPurls)
        {
            if (_url is not null && purls.Of(purl) is { } other && _url.Matches(other))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the package is meant. Without a package URL of its own it is compared by type, name and version, where the pattern has nothing more than these.</summary>
    internal bool Fits(PackageIdentity package, string packageKey, PurlCache purls)
    {
        var name = packageKey[(packageKey.IndexOf('|', StringComparison.Ordinal) + 1)..];
        if (!_isUrl)
        {
            return _text == package.Type || Glob.Name(_text, package.Name) || Glob.Name(_text, name);
        }

        if (_url is null)
        {
            return false;
        }

        if (purls.Of(package.Purl) is { } other)
        {
            return _url.Matches(other);
        }

        var meant = _url.ToIdentity();
        return _url.Qualifiers.Count == 0
            && _url.Subpath.Length == 0
            && !(meant.Type is "deb" or "apk" or "rpm" && _url.Namespace.Length > 0)
            && packageKey == $"{meant.Type}|{PackageNames.Name(meant.Type, meant.Name)}"
            && (_url.Version.Length == 0 || PackageNames.Version(meant.Type, _url.Version) == PackageNames.Version(package.Type, package.Version));
    }
}
