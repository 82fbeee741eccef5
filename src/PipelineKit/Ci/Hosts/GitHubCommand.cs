using System.Text;

namespace PipelineKit.Ci;

/// <summary>Workflow commands of GitHub's runner: <c>::name key=value,key=value::data</c>, escaped as the runner unescapes.</summary>
internal static class GitHubCommand
{
    /// <summary>A command; properties without a value are left out.</summary>
    internal static string Format(string name, string data, params ReadOnlySpan<(string Key, string? Value)> properties)
    {
        var line = new StringBuilder("::").Append(name);
        var separator = ' ';
        foreach (var (key, value) in properties)
        {
            if (!string.IsNullOrEmpty(value))
            {
                line.Append(separator).Append(key).Append('=').Append(EscapeProperty(value));
                separator = ',';
            }
        }

        return line.Append("::").Append(EscapeData(data)).ToString();
    }

    /// <summary>Escapes the text after the second <c>::</c>.</summary>
    internal static string EscapeData(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string EscapeProperty(string text) =>
        EscapeData(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
