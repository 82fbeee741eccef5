namespace PipelineKit.Evidence;

/// <summary>How the same package is spelled by different scanners: normalised by the rules of its ecosystem.</summary>
internal static class PackageNames
{
    private static readonly char[] PythonSeparators = ['-', '_', '.'];

    /// <summary>The name in the one spelling its type has (purl-spec types; PEP 503 for Python).</summary>
    internal static string Name(string type, string name) => type switch
    {
        "pypi" => string.Join('-', name.Split(PythonSeparators, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant(),
        "nuget" or "golang" or "composer" or "github" or "bitbucket" => name.ToLowerInvariant(),
        "maven" => name.Replace('/', ':'),
        "deb" or "apk" or "rpm" => name[(name.LastIndexOf('/') + 1)..],
        _ => name,
    };

    /// <summary>The version without what is written by some and left out by others: an epoch of 0, the <c>v</c> of Go.</summary>
    internal static string Version(string type, string version)
    {
        var text = version.AsSpan().Trim();
        if (type is "deb" or "rpm" && text.StartsWith("0:", StringComparison.Ordinal))
        {
            text = text[2..];
        }
        else if (type == "golang")
        {
            text = AfterPrefix(AfterPrefix(text, "go"), "v");
        }

        return text.Length == version.Length ? version : text.ToString();
    }

    private static ReadOnlySpan<char> AfterPrefix(ReadOnlySpan<char> text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) && char.IsAsciiDigit(text[prefix.Length]) ? text[prefix.Length..] : text;
}
