namespace PipelineKit.Testing;

/// <summary>A command a CI system found in a log.</summary>
/// <param name="Name">Such as <c>add-mask</c> or <c>task.setvariable</c>.</param>
/// <param name="Properties">Unescaped.</param>
/// <param name="Data">Unescaped.</param>
public sealed record LogCommand(string Name, IReadOnlyDictionary<string, string> Properties, string Data);

/// <summary>What both systems do before they look for commands.</summary>
internal static class LogLines
{
    /// <summary>Lines as .NET's stream reader splits them: at CR, LF and CRLF.</summary>
    internal static IEnumerable<string> Split(string log)
    {
        using var reader = new StringReader(log);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>
    /// The line as it is, and as a comparison by culture sees it: without the characters Unicode calls ignorable. A command in either is a command.
    /// </summary>
    internal static IEnumerable<string> Readings(string line)
    {
        return line.Any(IsIgnorable) ? [line, new string([.. line.Where(c => !IsIgnorable(c))])] : [line];
    }

    private static bool IsIgnorable(char c) =>
        c is '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\uFEFF' or '\u3164' or '\uFFA0'
            or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F')
            or (>= '\uFE00' and <= '\uFE0F') or (< ' ' and not '\t') or (>= '\u007F' and <= '\u009F');
}
