using System.Collections;

namespace PipelineKit.Cli;

/// <summary>The environment of the process, read once.</summary>
internal static class ProcessVariables
{
    /// <summary>Every variable; on Windows their names have no case.</summary>
    public static Dictionary<string, string> Read()
    {
        var names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string>(names);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            variables[(string)variable.Key] = (string?)variable.Value ?? "";
        }

        return variables;
    }
}
