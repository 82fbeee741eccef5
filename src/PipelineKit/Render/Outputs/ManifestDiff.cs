using System.Text;
using PipelineKit.Manifests;

namespace PipelineKit.Render;

/// <summary>The change of files as a unified diff that <c>git apply</c> takes.</summary>
internal static class ManifestDiff
{
    private const int Context = 3;

    /// <summary>The diff of what changes, in the order given; empty when nothing does.</summary>
    internal static string Of(IEnumerable<PlannedFile> files)
    {
        var text = new StringBuilder();
        foreach (var file in files)
        {
            if (file.IsChange)
            {
                Append(text, file);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, PlannedFile file)
    {
        var before = UnifiedDiff.Lines(file.Before ?? default);
        var after = UnifiedDiff.Lines(file.After ?? default);
        text.Append("diff --git a/").Append(file.Path).Append(" b/").Append(file.Path).Append('\n');
        text.Append(file.Before is null ? "new file mode 100644\n" : file.After is null ? "deleted file mode 100644\n" : "");
        if (before.Length == 0 && after.Length == 0)
        {
            return;
        }

        text.Append("--- ").Append(file.Before is null ? "/dev/null" : "a/" + file.Path).Append("\n+++ ").Append(file.After is null ? "/dev/null" : "b/" + file.Path).Append('\n');
        AppendHunks(text, before, after);
    }

    // The runs of equal lines, and an end that stands for one more; between two of them lies a change.
    private static void AppendHunks(StringBuilder text, string[] before, string[] after)
    {
        var edits = new List<(int Before, int BeforeEnd, int After, int AfterEnd)>();
        var (x, y) = (0, 0);
        foreach (var (runBefore, runAfter, length) in LineDiff.Common(before, after).Append((before.Length, after.Length, 0)))
        {
            if (runBefore > x || runAfter > y)
            {
                edits.Add((x, runBefore, y, runAfter));
            }

            (x, y) = (runBefore + length, runAfter + length);
        }

        for (var first = 0; first < edits.Count;)
        {
            var last = first;
            while (last + 1 < edits.Count && edits[last + 1].Before - edits[last].BeforeEnd <= 2 * Context)
            {
                last++;
            }

            AppendHunk(text, before, after, edits.GetRange(first, last - first + 1));
            first = last + 1;
        }
    }

    private static void AppendHunk(StringBuilder text, string[] before, string[] after, List<(int Before, int BeforeEnd, int After, int AfterEnd)> edits)
    {
        var lead = Math.Min(Context, edits[0].Before);
        var start = edits[0].Before - lead;
        var end = Math.Min(before.Length, edits[^1].BeforeEnd + Context);
        var afterStart = edits[0].After - lead;
        var afterEnd = edits[^1].AfterEnd + (end - edits[^1].BeforeEnd);
        text.Append("@@ -").Append(Range(start, end)).Append(" +").Append(Range(afterStart, afterEnd)).Append(" @@\n");
        var line = start;
        foreach (var edit in edits)
        {
            AppendLines(text, ' ', before, line, edit.Before);
            AppendLines(text, '-', before, edit.Before, edit.BeforeEnd);
            AppendLines(text, '+', after, edit.After, edit.AfterEnd);
            line = edit.BeforeEnd;
        }

        AppendLines(text, ' ', before, line, end);
    }

    // An empty range is named by the line before it.
    private static string Range(int start, int end) => end == start ? $"{start},0" : $"{start + 1},{end - start}";

    private static void AppendLines(StringBuilder text, char mark, string[] lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            UnifiedDiff.AppendLine(text, mark, lines[i]);
        }
    }
}
