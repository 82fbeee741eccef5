using PipelineKit.Yaml;

namespace PipelineKit.Cli.CommandLine;

/// <summary>The question after a message about a name nobody knows.</summary>
internal static class DidYouMean
{
    /// <summary>With a space in front; empty when no known name is near.</summary>
    public static string Question(string typed, IEnumerable<string> known) => Suggestion.For(typed, known) is { } name ? $" Did you mean `{name}`?" : "";
}
