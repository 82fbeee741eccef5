using PipelineKit.Failures;

namespace PipelineKit.Yaml;

/// <summary>The file that values come from, and the code its failures carry.</summary>
internal sealed record YamlSource(string File, FailureCode Code)
{
    internal Failure Failure(string what, string? remedy, int line, int column) => new(Code, what, remedy, new SourcePlace(File, line, column));

    internal FailureException Error(string what, string? remedy, int line, int column) => new(Failure(what, remedy, line, column));
}
