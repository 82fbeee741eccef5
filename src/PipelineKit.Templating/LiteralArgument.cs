namespace PipelineKit.Templating;

/// <summary>A text that a template hands to a function literally.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Start">0-based offset of the first character between the quotes.</param>
/// <param name="Length">Number of characters between the quotes.</param>
public readonly record struct LiteralArgument(string Function, int Start, int Length);
