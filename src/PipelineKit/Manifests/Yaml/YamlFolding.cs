using System.Text;

namespace PipelineKit.Manifests;

/// <summary>Line folding (YAML 1.2, sections 6.5, 7.3 and 8.1.3).</summary>
internal static class YamlFolding
{
    private static readonly char[] Blanks = [' ', '\t'];

    internal static List<string> Lines(string text)
    {
        var lines = new List<string>();
        var start = 0;
        while (text.AsSpan(start).IndexOfAny('\n', '\r') is var length and >= 0)
        {
            lines.Add(text.Substring(start, length));
            start += length;
            start += text[start] == '\r' && start + 1 < text.Length && text[start + 1] == '\n' ? 2 : 1;
        }

        lines.Add(text[start..]);
        return lines;
    }

    /// <summary>
    /// A plain or quoted scalar: lines trimmed where they meet, one break becomes a blank, more lose one. With <paramref name="escapes"/> a break
    /// after a backslash goes away with it, and the blanks before that stay.
    /// </summary>
    internal static string Fold(string text, bool escapes)
    {
        if (text.AsSpan().IndexOfAny('\n', '\r') < 0)
        {
            return text;
        }

        var lines = Lines(text);
        var folded = new StringBuilder(text.Length);
        var breaks = 0;
        var isEscaped = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = i > 0 ? lines[i].TrimStart(Blanks) : lines[i];
            var escapesBreak = escapes && i < lines.Count - 1 && EndsInBackslash(line);
            line = escapesBreak ? line[..^1] : i < lines.Count - 1 ? line.TrimEnd(Blanks) : line;
            if (i > 0)
            {
                breaks++;
            }

            if (line.Length == 0 && !escapesBreak && i > 0 && i < lines.Count - 1)
            {
                continue;
            }

            if (i > 0)
            {
                folded.Append(breaks > 1 ? new string('\n', breaks - 1) : isEscaped ? "" : " ");
            }

            breaks = 0;
            isEscaped = escapesBreak;
            folded.Append(line);
        }

        return folded.ToString();
    }

    private static bool EndsInBackslash(string line)
    {
        var count = line.Length - line.AsSpan().TrimEnd('\\').Length;
        return count % 2 == 1;
    }

    /// <summary>A folded block scalar: as above, but lines that start with a blank, and the breaks around them, stay.</summary>
    internal static string FoldBlock(List<string> lines)
    {
        var folded = new StringBuilder();
        var breaks = 0;
        var wasIndented = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (i > 0)
            {
                breaks++;
            }

            if (line.Length == 0 && i > 0)
            {
                continue;
            }

            var isIndented = line.Length > 0 && line[0] is ' ' or '\t';
            if (i > 0)
            {
                folded.Append(wasIndented || isIndented ? new string('\n', breaks) : breaks > 1 ? new string('\n', breaks - 1) : " ");
            }

            breaks = 0;
            wasIndented = isIndented;
            folded.Append(line);
        }

        return folded.ToString();
    }
}
