using System.Security.Cryptography;
using System.Text;
using PipelineKit.Manifests.Rendered;

namespace PipelineKit.Render.Functions;

/// <summary>Any text as a name or a label value that Kubernetes accepts; two different texts stay different.</summary>
internal static class NameShortening
{
    private const int Longest = 63;
    private const int HashLength = 8;

    /// <summary>An RFC 1123 label: lower-case letters, digits and <c>-</c>, at most 63. Text that is one already is left alone; what had to be changed beyond its case ends in a short hash.</summary>
    public static string Name(string text)
    {
        var lower = text.ToLowerInvariant();
        return IsName(lower) ? lower : WithHash(lower, text, static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c), "x");
    }

    /// <summary>A label value: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, at most 63, may be empty.</summary>
    public static string Label(string text) =>
        KubernetesNames.IsLabelValue(text) ? text : WithHash(text, text, static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.', "x");

    private static bool IsName(string text) =>
        text.Length is > 0 and <= Longest && text[0] != '-' && text[^1] != '-' && text.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static string WithHash(string text, string original, Func<char, bool> isKept, string otherwise)
    {
        var kept = new StringBuilder();
        foreach (var c in text)
        {
            if (isKept(c))
            {
                kept.Append(c);
            }
            else if (kept.Length > 0 && kept[^1] != '-')
            {
                kept.Append('-');
            }

            if (kept.Length == Longest - HashLength - 1)
            {
                break;
            }
        }

        var stem = kept.ToString().Trim('-', '_', '.');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(original)))[..HashLength];
        return $"{(stem.Length == 0 ? otherwise : stem)}-{hash}";
    }
}
