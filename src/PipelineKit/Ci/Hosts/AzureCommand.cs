using System.Text;

namespace PipelineKit.Ci;

/// <summary>Logging commands of the Azure Pipelines agent: <c>##vso[area.action key=value;key=value]data</c>, escaped as the agent unescapes.</summary>
internal static class AzureCommand
{
    /// <summary>A command; properties without a value are left out.</summary>
    internal static string Format(string name, string data, params ReadOnlySpan<(string Key, string? Value)> properties)
    {
        var line = new StringBuilder("##vso[").Append(name);
        var separator = ' ';
        foreach (var (key, value) in properties)
        {
            if (!string.IsNullOrEmpty(value))
            {
                line.Append(separator).Append(key).Append('=').Append(Escape(value));
                separator = ';';
            }
        }

        return line.Append(']').Append(Escape(data)).ToString();
    }

    /// <summary>Escapes data and property values alike. The percent sign has a form of its own since agent 2.182.</summary>
    internal static string Escape(string text) =>
        text.Replace("%", "%AZP25", StringComparison.Ordinal)
            .Replace(";", "%3B", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal)
            .Replace("]", "%5D", StringComparison.Ordinal);
}
