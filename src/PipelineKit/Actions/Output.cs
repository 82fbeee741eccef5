namespace PipelineKit.Actions;

/// <summary>One declared output of a command.</summary>
/// <param name="Name">kebab-case; camelCase is derived for Azure.</param>
/// <param name="Description">One sentence.</param>
public sealed record Output(string Name, string Description);

/// <summary>A value for a declared output.</summary>
/// <param name="Output">Which.</param>
/// <param name="Value">Text; may have several lines.</param>
public sealed record OutputValue(Output Output, string Value);
