using System.Text;

namespace PipelineKit.Manifests;

/// <summary>
/// A unified diff of edits that keep the number of lines, as every edit by span does. Bytes that are not UTF-8 are shown as U+FFFD, so such
/// a diff is for reading; all others can be applied with <c>git apply</c>.
/// </summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The diff of these files, in the order given; empty when nothing differs.</summary>
    public static string Of(IEnumerable<(string Path, ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After)> files)
    {
        var text = new StringBuilder();
        foreach (var (path, before, after) in files)
        {
            AppendFile(text, path, Lines(before), Lines(after));
        }

        return text.ToString();
    }

    private static void AppendFile(StringBuilder text, string path, string[] before, string[] after)
    {
        if (before.Length != after.Length)
        {
            throw new ArgumentException($"{path} has {before.Length} lines before and {after.Length} after", nameof(after));
        }

        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToArray();
        if (changed.Length == 0)
        {
            return;
        }

        text.Append("--- a/").Append(path).Append("\n+++ b/").Append(path).Append('\n');
        for (var i = 0; i < changed.Length;)
        {
            var last = i;
            while (last + 1 < changed.Length && changed[last + 1] - changed[last] <= 2 * Context)
            {
                last++;
            }

            AppendHunk(text, before, after, changed.AsSpan(i, last - i + 1));
            i = last + 1;
        }
    }

    private static void AppendHunk(StringBuilder text, string[] before, string[] after, ReadOnlySpan<int> changed)
    {
        var start = Math.Max(0, changed[0] - Context);
        var end = Math.Min(before.Length, changed[^1] + Context + 1);
        text.Append("@@ -").Append(start + 1).Append(',').Append(end - start).Append(" +").Append(start + 1).Append(',').Append(end - start).Append(" @@\n");
        for (var line = start; line < end;)
        {
            var run = line;
            while (run < end && before[run] != after[run])
            {
                run++;
            }

            if (run == line)
            {
                AppendLine(text, ' ', before[line++]);
                continue;
            }

            for (var i = line; i < run; i++)
            {
                AppendLine(text, '-', before[i]);
            }

            for (var i = line; i < run; i++)
            {
                AppendLine(text, '+', after[i]);
            }

            line = run;
        }
    }

    /// <summary>One line of a hunk, and the remark that it is the last and has no end.</summary>
    internal static void AppendLine(StringBuilder text, char mark, string line)
    {
        text.Append(mark).Append(line);
        if (!line.EndsWith('\n'))
        {
            text.Append("\n\\ No newline at end of file\n");
        }
    }

    /// <summary>The lines of a text, each with its end, so that a changed end shows; the last without, when the text has none.</summary>
    internal static string[] Lines(ReadOnlyMemory<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.Span);
        var lines = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines.ToArray();
    }
}
