using System.Diagnostics.CodeAnalysis;

namespace PipelineKit.Evidence;

/// <summary>Takes a package URL apart in the order of ECMA-427 section 6: from the right <c>#</c>, <c>?</c>, from the left the scheme and the type, from the right <c>@</c> and the name.</summary>
internal static class PurlParser
{
    private const int MaximumLength = 8192;

    public static bool TryParse(string text, [NotNullWhen(true)] out PackageUrl? url, [NotNullWhen(false)] out string? problem)
    {
        url = null;
        problem = text.Length > MaximumLength ? $"a package URL of more than {MaximumLength} characters is not read" : null;
        if (problem is not null)
        {
            return false;
        }

        var rest = text.AsSpan().Trim();
        var subpath = CutRight(ref rest, '#');
        var qualifierText = CutRight(ref rest, '?');
        var colon = rest.IndexOf(':');
        if (colon < 0 || !rest[..colon].Equals("pkg", StringComparison.OrdinalIgnoreCase))
        {
            problem = "a package URL begins with 'pkg:'";
            return false;
        }

        rest = rest[(colon + 1)..].Trim('/');
        var slash = rest.IndexOf('/');
        if (slash <= 0)
        {
            problem = "a package URL has a type and a name: pkg:TYPE/NAME";
            return false;
        }

        if (!IsWord(rest[..slash], ".+-"))
        {
            problem = $"'{rest[..slash]}' is no type: letters, digits, '.' and '-', beginning with a letter";
            return false;
        }

        var type = rest[..slash].ToString().ToLowerInvariant();
        rest = rest[(slash + 1)..];
        var at = rest.LastIndexOf('@');
        if (at >= 0 && type == "npm" && (at == 0 || rest[at - 1] == '/'))
        {
            at = -1; // A scope that is not encoded, without a version: often written, and not ambiguous.
        }

        var versionText = at < 0 ? default : rest[(at + 1)..];
        rest = (at < 0 ? rest : rest[..at]).Trim('/');
        slash = rest.LastIndexOf('/');
        var (name, version) = ("", "");
        var segments = "";
        var path = "";
        var qualifiers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        problem = !TryDecode(rest[(slash + 1)..], ref name) || !TryDecode(versionText, ref version) ? "a part is not percent-encoded UTF-8"
            : name.Length == 0 ? "the name is missing"
            : !TrySegments(slash < 0 ? default : rest[..slash], isSubpath: false, ref segments) ? "a segment of the namespace is not percent-encoded UTF-8, or has a slash in it"
            : !TrySegments(subpath, isSubpath: true, ref path) ? "a segment of the subpath is not percent-encoded UTF-8, or has a slash in it"
            : ReadQualifiers(qualifierText, qualifiers) ?? PurlTypes.Normalise(type, ref segments, ref name, ref version, qualifiers);
        url = problem is null ? new PackageUrl { Type = type, Namespace = segments, Name = name, Version = version, Qualifiers = qualifiers, Subpath = path } : null;
        return problem is null;
    }

    private static string? ReadQualifiers(ReadOnlySpan<char> text, SortedDictionary<string, string> qualifiers)
    {
        foreach (var range in text.Split('&'))
        {
            var pair = text[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var key = equals < 0 ? pair : pair[..equals];
            if (!IsWord(key, ".-_"))
            {
                return $"'{key}' is no key of a qualifier: letters, digits, '.', '-' and '_', beginning with a letter";
            }

            var value = "";
            if (!TryDecode(equals < 0 ? default : pair[(equals + 1)..], ref value))
            {
                return $"the value of the qualifier {key} is not percent-encoded UTF-8";
            }

            if (value.Length > 0 && !qualifiers.TryAdd(key.ToString().ToLowerInvariant(), value))
            {
                return $"the qualifier {key} is given twice";
            }
        }

        return null;
    }

    private static bool TrySegments(ReadOnlySpan<char> text, bool isSubpath, ref string result)
    {
        foreach (var range in text.Split('/'))
        {
            var segment = "";
            if (!TryDecode(text[range], ref segment) || segment.Contains('/', StringComparison.Ordinal))
            {
                return false;
            }

            if (segment.Length > 0 && !(isSubpath && (segment is "." or "..")))
            {
                result = result.Length == 0 ? segment : result + "/" + segment;
            }
        }

        return true;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, ref string result)
    {
        var isFine = PurlText.TryDecode(text, out var decoded);
        result = decoded ?? "";
        return isFine;
    }

    private static ReadOnlySpan<char> CutRight(ref ReadOnlySpan<char> text, char separator)
    {
        var at = text.LastIndexOf(separator);
        var right = at < 0 ? default : text[(at + 1)..];
        text = at < 0 ? text : text[..at];
        return right;
    }

    private static bool IsWord(ReadOnlySpan<char> text, string others)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !others.Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return text.Length > 0 && char.IsAsciiLetter(text[0]);
    }
}
