namespace PipelineKit.Render;

/// <summary>A path or name in which <c>{environment}</c> stands for the environment that is rendered.</summary>
/// <param name="Text">As given.</param>
public sealed record EnvironmentPath(string Text)
{
    private const string Placeholder = "{environment}";

    /// <summary>Whether it differs between environments.</summary>
    internal bool Varies => Text.Contains(Placeholder, StringComparison.Ordinal);

    /// <summary>The path for an environment; empty for a run without.</summary>
    internal string For(string environment) => Text.Replace(Placeholder, environment, StringComparison.Ordinal);
}
