namespace PipelineKit.Failures;

/// <summary>Where a failure or finding is: a place in a file, or an input by name.</summary>
/// <param name="File">Path relative to the workspace, with <c>/</c>; null when the place is an input.</param>
/// <param name="Line">1-based line; null when the whole file is meant.</param>
/// <param name="Column">1-based column in characters; null when the whole line is meant.</param>
/// <param name="EndColumn">1-based column after the last character; null when unknown.</param>
/// <param name="Input">The kebab-case input name, or null.</param>
public sealed record SourcePlace(string? File, int? Line = null, int? Column = null, int? EndColumn = null, string? Input = null)
{
    /// <summary>A place that is an input.</summary>
    public static SourcePlace OfInput(string name) => new(File: null, Input: name);

    /// <summary><c>file:line:column</c>, or <c>input `name`</c>.</summary>
    public override string ToString() =>
        (File, Line, Column) switch
        {
            (null, _, _) => Input is null ? "" : $"input `{Input}`",
            (_, null, _) => File,
            (_, _, null) => $"{File}:{Line}",
            _ => $"{File}:{Line}:{Column}",
        };
}
