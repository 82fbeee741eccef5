namespace PipelineKit.Testing;

/// <summary>
/// How the Azure Pipelines agent reads a log: <c>##vso[...]</c> anywhere in a line is a command, whatever the case. Written from the
/// documented behaviour; stricter than the agent, for which only known names are commands.
/// </summary>
public static class AzureAgent
{
    private static readonly (string Token, string Escape)[] Escapes = [(";", "%3B"), ("\r", "%0D"), ("\n", "%0A"), ("]", "%5D"), ("%", "%AZP25")];

    /// <summary>Every command of a log, in order.</summary>
    public static IReadOnlyList<LogCommand> Commands(string log) =>
        LogLines.Split(log).Select(Command).OfType<LogCommand>().ToArray();

    /// <summary>The command of one line, or null.</summary>
    public static LogCommand? Command(string line) => LogLines.Readings(line).Select(Parse).FirstOrDefault(command => command is not null);

    /// <summary>The formatting marks of a line (<c>##[group]</c>, <c>##[error]</c>), which colour it or fold it, anywhere in it.</summary>
    public static bool IsFormatted(string line) => LogLines.Readings(line).Any(reading => reading.Contains("##[", StringComparison.Ordinal));

    /// <summary>Whether the agent would complain about a line that mentions its commands.</summary>
    public static bool IsSuspicious(string line) => LogLines.Readings(line).Any(reading => reading.Contains("##vso", StringComparison.OrdinalIgnoreCase));

    private static LogCommand? Parse(string line)
    {
        var start = line.IndexOf("##vso[", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : line.IndexOf(']', start);
        return end < 0 ? null : GitHubRunner.Build(line[(start + 6)..end], line[(end + 1)..], ';', Escapes, Escapes);
    }
}
