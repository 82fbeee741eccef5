namespace PipelineKit.Testing.Actions;

/// <summary>A fenced block of a Markdown page.</summary>
/// <param name="File">The page, relative to the repository.</param>
/// <param name="Line">1-based line of its first line of content.</param>
/// <param name="Language">The word after the fence; may be empty.</param>
/// <param name="Text">The content, without the indentation of the fence.</param>
public sealed record MarkdownFence(string File, int Line, string Language, string Text)
{
    private const string Mark = "```";

    /// <summary>Every fenced block of the documentation: the pages at the top, below docs and below actions.</summary>
    public static IReadOnlyList<MarkdownFence> OfDocumentation()
    {
        var root = Peer.RepositoryRoot;
        var folders = new[] { "docs", "actions" }.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists);
        return Directory.EnumerateFiles(root, "*.md")
            .Concat(folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)))
            .SelectMany(file => In(Path.GetRelativePath(root, file).Replace('\\', '/'), System.IO.File.ReadAllText(file)))
            .ToArray();
    }

    /// <summary>The fenced blocks of one page.</summary>
    public static IEnumerable<MarkdownFence> In(string file, string page)
    {
        var lines = page.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var open = lines[i].TrimStart();
            if (!open.StartsWith(Mark, StringComparison.Ordinal))
            {
                continue;
            }

            var (indent, first) = (lines[i].Length - open.Length, i + 1);
            var end = Array.FindIndex(lines, first, line => line.Trim() == Mark);
            if (end < 0)
            {
                throw new InvalidOperationException($"{file}:{i + 1}: the fence is not closed");
            }

            var content = lines[first..end].Select(line => line.Length >= indent ? line[indent..] : line.TrimStart());
            yield return new MarkdownFence(file, first + 1, open[Mark.Length..].Trim(), string.Join('\n', content));
            i = end;
        }
    }
}
