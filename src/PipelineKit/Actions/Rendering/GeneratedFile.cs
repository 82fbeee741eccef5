namespace PipelineKit.Actions.Rendering;

/// <summary>A file as it should be.</summary>
/// <param name="Path">Relative to the root of the repository, with <c>/</c>.</param>
/// <param name="Content">The whole text, lines ended by <c>\n</c>.</param>
public sealed record GeneratedFile(string Path, string Content);
