namespace PipelineKit.Evidence;

/// <summary>
/// Facts in the texts of SARIF logs. Trivy, Grype and Scout write one to a line (<c>Fixed Version: 1.2</c>); what has none of a package anywhere else has it there.
/// </summary>
internal static class SarifText
{
    private const int LongestHead = 2000;

    /// <summary>The beginning of a text: descriptions follow the facts.</summary>
    public static string Head(string? text) => text is null ? "" : text.Length > LongestHead ? text[..LongestHead] : text;

    /// <summary>The value of the first line that begins with one of these names; empty when there is none.</summary>
    public static string Fact(string text, params ReadOnlySpan<string> names)
    {
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var colon = raw.IndexOf(':');
            if (colon > 0)
            {
                var name = raw[..colon].Trim();
                foreach (var wanted in names)
                {
                    if (name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                    {
                        return raw[(colon + 1)..].Trim().ToString();
                    }
                }
            }
        }

        return "";
    }

    /// <summary>Grype: "A medium vulnerability in apk package: musl, version 1.1.22-r3 was found ...".</summary>
    public static bool TryGrype(string text, out string type, out string name, out string version)
    {
        (type, name, version) = ("", "", "");
        var at = text.IndexOf(" vulnerability in ", StringComparison.Ordinal);
        var package = text.IndexOf(" package: ", StringComparison.Ordinal);
        var comma = text.IndexOf(", version ", StringComparison.Ordinal);
        var found = text.IndexOf(" was found", StringComparison.Ordinal);
        if (at < 0 || package < at || comma < package || found < comma)
        {
            return false;
        }

        at += " vulnerability in ".Length;
        type = package > at ? text[at..package] : "";
        name = text[(package + " package: ".Length)..comma];
        version = text[(comma + ", version ".Length)..found];
        return true;
    }

    /// <summary>OSV-Scanner: "Package 'lodash@4.17.0' is vulnerable to 'CVE-...'".</summary>
    public static bool TryOsvScanner(string text, out string name, out string version)
    {
        (name, version) = ("", "");
        const string Begin = "Package '";
        var end = text.IndexOf("' is vulnerable to ", StringComparison.Ordinal);
        if (!text.StartsWith(Begin, StringComparison.Ordinal) || end < 0)
        {
            return false;
        }

        var package = text[Begin.Length..end];
        var at = package.LastIndexOf('@');
        (name, version) = at > 0 ? (package[..at], package[(at + 1)..]) : (package, "");
        return true;
    }
}
