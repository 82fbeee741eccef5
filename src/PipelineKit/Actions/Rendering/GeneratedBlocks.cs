using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.Actions.Rendering;

/// <summary>
/// Fills the marked parts of Markdown files written by hand: from a line <c>&lt;!-- pipelinekit:inputs digest-pin --&gt;</c>
/// to the next line <c>&lt;!-- /pipelinekit --&gt;</c>. Everything outside the marks stays as it is.
/// </summary>
public static class GeneratedBlocks
{
    private const string Open = "<!-- pipelinekit:";
    private const string Close = "<!-- /pipelinekit -->";

    /// <summary>The file with every block rendered anew; throws <see cref="FailureException"/> for a mark that is unknown or not closed.</summary>
    public static GeneratedFile Fill(GeneratedFile file, ActionCatalog catalog)
    {
        var lines = file.Content.Split('\n');
        var text = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            AppendLine(text, lines[i], isLast: i == lines.Length - 1);
            if (lines[i].StartsWith(Open, StringComparison.Ordinal))
            {
                var end = Array.FindIndex(lines, i, line => line.TrimEnd() == Close);
                text.Append(Render(file.Path, i + 1, end, lines[i], catalog));
                AppendLine(text, lines[end], isLast: end == lines.Length - 1);
                i = end;
            }
        }

        return file with { Content = text.ToString() };
    }

    private static void AppendLine(StringBuilder text, string line, bool isLast)
    {
        text.Append(line);
        if (!isLast)
        {
            text.Append('\n');
        }
    }

    private static string Render(string path, int line, int end, string mark, ActionCatalog catalog)
    {
        var words = mark[Open.Length..].Replace("-->", "", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var toRoot = string.Concat(Enumerable.Repeat("../", path.Count(c => c == '/')));
        var action = words.Length > 1 ? catalog.Find(words[1]) : null;
        return (words.FirstOrDefault(), action) switch
        {
            _ when end < 0 => throw Problem(path, line, $"the block has no end; close it with a line `{Close}`"),
            ("commands", null) => MarkdownTables.Commands(catalog, toRoot),
            ("exit-codes", null) => MarkdownTables.ExitCodes(),
            ("inputs", not null) => MarkdownTables.Inputs(action.AllInputs),
            ("outputs", not null) => MarkdownTables.Outputs(action.AllOutputs),
            ("permissions", not null) => MarkdownTables.Permissions(action),
            ("inputs", null) when words.Length == 1 => MarkdownTables.Inputs(CommonInputs.All),
            _ => throw Problem(path, line, "the block is unknown; there are `commands`, `exit-codes`, and `inputs`, `outputs` and `permissions` with the name of a command"),
        };
    }

    private static FailureException Problem(string path, int line, string what) =>
        new(new Failure(FailureCodes.UnreadableFile, $"{path}:{line}: {what}.", "Correct the mark.", new SourcePlace(path, line)));
}
