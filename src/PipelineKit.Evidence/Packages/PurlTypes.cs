namespace PipelineKit.Evidence;

/// <summary>What the definitions of the package URL types ask beyond the grammar.</summary>
internal static class PurlTypes
{
    private const string LowerNames = " alpm apk bitbucket bitnami composer deb github gitlab golang hex npm oci otp pub pypi vscode-extension ";
    private const string LowerNamespaces = " alpm apk bitbucket composer deb github gitlab golang hex npm qpkg rpm vscode-extension ";
    private const string LowerVersions = " huggingface luarocks oci pypi ";
    private const string WithoutNamespace = " bitnami cargo cocoapods conda cran gem hackage julia mlflow nuget oci opam otp pub pypi ";

    /// <summary>Normalises the parts; the problem, or null.</summary>
    public static string? Normalise(string type, ref string packageNamespace, ref string name, ref string version, SortedDictionary<string, string> qualifiers)
    {
        if (packageNamespace.Length > 0 && Has(WithoutNamespace, type))
        {
            return $"the type {type} has no namespace, and '{packageNamespace}' is given";
        }

        if (packageNamespace.Length == 0 && (type is "maven" or "swift"))
        {
            return $"the type {type} needs a namespace";
        }

        if (version.Length == 0 && (type is "cran" or "swift"))
        {
            return $"the type {type} needs a version";
        }

        packageNamespace = Has(LowerNamespaces, type) ? packageNamespace.ToLowerInvariant() : packageNamespace;
        name = Has(LowerNames, type) || (type == "mlflow" && IsDatabricks(qualifiers)) ? name.ToLowerInvariant() : name;
        version = Has(LowerVersions, type) ? version.ToLowerInvariant() : version;
        switch (type)
        {
            case "pypi":
                name = Pep503(name);
                break;
            case "pub":
                name = name.Replace('-', '_');
                break;
            case "cpan" when name.Contains("::", StringComparison.Ordinal):
                return "the name of a CPAN distribution has no '::'; that is the name of a module";
            case "conan" when packageNamespace.Length == 0 && qualifiers.ContainsKey("channel"):
                return "a Conan package with a channel needs a namespace";
            case "conan" when packageNamespace.Length > 0 && !qualifiers.ContainsKey("channel"):
                return "a Conan package with a namespace needs the qualifier channel";
            case "swid" when !qualifiers.ContainsKey("tag_id"):
                return "the type swid needs the qualifier tag_id";
            case "julia" when !qualifiers.ContainsKey("uuid"):
                return "the type julia needs the qualifier uuid";
        }

        return null;
    }

    /// <summary>The name as the ecosystem writes it: the namespace of Linux distributions is who made the package, not a part of its name.</summary>
    public static string NativeName(string type, string packageNamespace, string name) =>
        packageNamespace.Length == 0 || type is "deb" or "apk" or "rpm" or "alpm" or "qpkg" ? name
            : type == "maven" ? packageNamespace + ":" + name
            : packageNamespace + "/" + name;

    /// <summary>A Python name as PEP 503 normalises it: lower case, runs of <c>-</c>, <c>_</c> and <c>.</c> become one <c>-</c>.</summary>
    public static string Pep503(string name)
    {
        var result = new char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            var normal = c is '_' or '.' or '-' ? '-' : char.ToLowerInvariant(c);
            if (normal != '-' || length == 0 || result[length - 1] != '-')
            {
                result[length++] = normal;
            }
        }

        return new string(result, 0, length);
    }

    private static bool IsDatabricks(SortedDictionary<string, string> qualifiers) =>
        qualifiers.TryGetValue("repository_url", out var url) && url.Contains("databricks", StringComparison.OrdinalIgnoreCase);

    private static bool Has(string list, string type) => list.Contains($" {type} ", StringComparison.Ordinal);
}
