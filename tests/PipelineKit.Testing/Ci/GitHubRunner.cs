using System.Text;

namespace PipelineKit.Testing;

/// <summary>
/// How GitHub's runner reads a step: workflow commands in the log (the present form at the start of a line, the older form anywhere in it)
/// and the file of outputs. Written from the documented behaviour; stricter than the runner, for which only known names are commands.
/// </summary>
public static class GitHubRunner
{
    private static readonly (string Token, string Escape)[] DataEscapes = [("\r", "%0D"), ("\n", "%0A"), ("%", "%25")];

    private static readonly (string Token, string Escape)[] PropertyEscapes = [("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")];

    /// <summary>Every command of a log, in order.</summary>
    public static IReadOnlyList<LogCommand> Commands(string log) =>
        LogLines.Split(log).Select(Command).OfType<LogCommand>().ToArray();

    /// <summary>The command of one line, or null.</summary>
    public static LogCommand? Command(string line) =>
        LogLines.Readings(line).Select(reading => Present(reading) ?? Older(reading)).FirstOrDefault(command => command is not null);

    /// <summary>The outputs a step wrote to its GITHUB_OUTPUT file; throws where the runner fails the step.</summary>
    public static IReadOnlyDictionary<string, string> Outputs(byte[] file)
    {
        var outputs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var lines = new Queue<string>(Encoding.UTF8.GetString(file).Split('\n'));
        while (lines.TryDequeue(out var line))
        {
            if (line.Length == 0)
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var heredoc = line.IndexOf("<<", StringComparison.Ordinal);
            if (equals >= 0 && (heredoc < 0 || equals < heredoc))
            {
                outputs[line[..equals]] = line[(equals + 1)..];
            }
            else if (heredoc > 0 && heredoc + 2 < line.Length)
            {
                outputs[line[..heredoc]] = Heredoc(lines, line[(heredoc + 2)..]);
            }
            else
            {
                throw new FormatException($"invalid format: {line}");
            }
        }

        return outputs;
    }

    private static string Heredoc(Queue<string> lines, string delimiter)
    {
        var value = new List<string>();
        while (lines.TryDequeue(out var line))
        {
            if (line == delimiter)
            {
                return lines.Count > 0 ? string.Join('\n', value) : throw new FormatException("the marker is not followed by a line break");
            }

            value.Add(line);
        }

        throw new FormatException($"matching delimiter not found: {delimiter}");
    }

    private static LogCommand? Present(string line)
    {
        var text = line.TrimStart();
        var end = text.StartsWith("::", StringComparison.Ordinal) ? text.IndexOf("::", 2, StringComparison.Ordinal) : -1;
        return end < 0 ? null : Build(text[2..end], text[(end + 2)..], ',', DataEscapes, PropertyEscapes);
    }

    private static LogCommand? Older(string line)
    {
        var start = line.IndexOf("##[", StringComparison.Ordinal);
        var end = start < 0 ? -1 : line.IndexOf(']', start);
        return end < 0 ? null : Build(line[(start + 3)..end], line[(end + 1)..], ';', DataEscapes, PropertyEscapes);
    }

    internal static LogCommand? Build(
        string head, string data, char separator, (string Token, string Escape)[] dataEscapes, (string Token, string Escape)[] propertyEscapes)
    {
        var space = head.IndexOf(' ', StringComparison.Ordinal);
        var name = space < 0 ? head : head[..space];
        if (name.Length == 0)
        {
            return null;
        }

        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in (space < 0 ? "" : head[(space + 1)..]).Split(separator, StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = property.Split('=', 2);
            if (parts.Length == 2)
            {
                properties[parts[0].Trim()] = Unescape(parts[1], propertyEscapes);
            }
        }

        return new LogCommand(name, properties, Unescape(data, dataEscapes));
    }

    private static string Unescape(string text, (string Token, string Escape)[] escapes) =>
        escapes.Aggregate(text, (current, escape) => current.Replace(escape.Escape, escape.Token, StringComparison.Ordinal));
}
