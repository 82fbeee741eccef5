namespace PipelineKit.Testing;

/// <summary>Reads GITHUB_OUTPUT, GITHUB_STATE and GITHUB_ENV by the rules of the runner on Linux; what fails the step there throws here.</summary>
public static class GitHubKeyValueFile
{
    /// <summary>Names and values; a later value of the same name wins.</summary>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var rest = text; rest.Length > 0;)
        {
            var line = TakeLine(ref rest);
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var heredoc = line.IndexOf("<<", StringComparison.Ordinal);
            if (line.Length == 0)
            {
                continue;
            }

            if (heredoc > 0 && (equals < 0 || heredoc < equals))
            {
                values[line[..heredoc]] = TakeValue(ref rest, line[(heredoc + 2)..]);
            }
            else if (equals > 0)
            {
                values[line[..equals]] = line[(equals + 1)..];
            }
            else
            {
                throw new FormatException($"'{line}' is neither NAME=VALUE nor NAME<<DELIMITER");
            }
        }

        return values;
    }

    private static string TakeValue(ref string rest, string delimiter)
    {
        if (delimiter.Length == 0)
        {
            throw new FormatException("a value has an empty delimiter");
        }

        var lines = new List<string>();
        while (rest.Length > 0)
        {
            var line = TakeLine(ref rest);
            if (line == delimiter)
            {
                return string.Join('\n', lines);
            }

            lines.Add(line);
        }

        throw new FormatException($"the delimiter '{delimiter}' is never closed");
    }

    private static string TakeLine(ref string rest)
    {
        var end = rest.IndexOf('\n', StringComparison.Ordinal);
        var line = end < 0 ? rest : rest[..end];
        rest = end < 0 ? "" : rest[(end + 1)..];
        return line;
    }
}
