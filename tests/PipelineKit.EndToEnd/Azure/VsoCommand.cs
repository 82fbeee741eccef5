namespace PipelineKit.EndToEnd.Azure;

/// <summary>A logging command as the agent reads it from a line of the log.</summary>
/// <param name="Name"><c>area.action</c>.</param>
/// <param name="Properties">Its properties, decoded.</param>
/// <param name="Data">What follows, decoded.</param>
internal sealed record VsoCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Data)
{
    /// <summary>The commands in a log; they may stand anywhere in a line.</summary>
    public static IReadOnlyList<VsoCommand> ParseAll(string log) =>
        [.. log.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Contains("##vso[", StringComparison.Ordinal)).Select(Parse)];

    private static VsoCommand Parse(string line)
    {
        var start = line.IndexOf("##vso[", StringComparison.Ordinal) + "##vso[".Length;
        var end = line.IndexOf(']', start);
        if (end < 0)
        {
            throw new FormatException($"a logging command is not closed: {line}");
        }

        var head = line[start..end].Split(' ', 2);
        var properties = head.Length == 1 ? [] : head[1].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2));
        return new(head[0], properties.ToDictionary(p => p[0].Trim(), p => Decode(p[1]), StringComparer.OrdinalIgnoreCase), Decode(line[(end + 1)..]));
    }

    private static string Decode(string text) =>
        text.Replace("%3B", ";", StringComparison.Ordinal)
            .Replace("%0D", "\r", StringComparison.Ordinal)
            .Replace("%0A", "\n", StringComparison.Ordinal)
            .Replace("%5D", "]", StringComparison.Ordinal)
            .Replace("%AZP25", "%", StringComparison.Ordinal);
}
