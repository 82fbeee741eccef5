using System.Text;

namespace PipelineKit.Manifests.Docker;

/// <summary>The start and end of a here-document: <c>&lt;&lt;NAME</c>, <c>3&lt;&lt;-"NAME"</c>.</summary>
internal static class HereDocument
{
    /// <summary>Whether a word as written starts one.</summary>
    internal static bool TryParse(ReadOnlySpan<char> word, out string name, out bool stripTabs)
    {
        name = "";
        stripTabs = false;
        var rest = word.TrimStart("0123456789");
        if (!rest.StartsWith("<<") || rest[2..].Contains('<'))
        {
            return false;
        }

        rest = rest[2..];
        stripTabs = rest.StartsWith("-");
        name = rest[(stripTabs ? 1 : 0)..].ToString().Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        return name.Length > 0;
    }

    /// <summary>Whether this line (without its line end) is the closing one.</summary>
    internal static bool Ends(ReadOnlySpan<byte> line, string name) => line.Length == name.Length && Encoding.Latin1.GetString(line) == name;
}
