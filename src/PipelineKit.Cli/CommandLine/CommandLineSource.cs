using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Cli.CommandLine;

/// <summary>The inputs given as options.</summary>
/// <param name="values">The text of each option given, by input name.</param>
internal sealed class CommandLineSource(IReadOnlyDictionary<string, string> values) : IInputSource
{
    /// <summary>No options at all.</summary>
    public static readonly CommandLineSource Empty = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <inheritdoc />
    public InputValue? Find(Input input) =>
        values.TryGetValue(input.Name, out var text) ? new InputValue(text, $"--{input.Name}", SourcePlace.OfInput(input.Name)) : null;
}
