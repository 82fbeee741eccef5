using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Ci;

/// <summary>The inputs a CI system passes as <c>INPUT_*</c> variables, in that system's spelling of names.</summary>
internal sealed class HostInputs : IInputSource
{
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly Func<string, string> _spell;

    private HostInputs(IReadOnlyDictionary<string, string> variables, Func<string, string> spell)
    {
        _variables = variables;
        _spell = spell;
    }

    /// <summary>No inputs: a plain command line.</summary>
    internal static HostInputs None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal), name => name);

    /// <summary>GitHub's runner: upper case, hyphens kept.</summary>
    internal static HostInputs GitHub(IReadOnlyDictionary<string, string> variables) => new(variables, name => name);

    /// <summary>The Azure agent: upper case of the camelCase name.</summary>
    internal static HostInputs Azure(IReadOnlyDictionary<string, string> variables) => new(variables, AzureName.Of);

    /// <inheritdoc />
    public InputValue? Find(Input input)
    {
        var name = _spell(input.Name);
        var given = _variables.GetValueOrDefault("INPUT_" + name.ToUpperInvariant());
        return string.IsNullOrEmpty(given) ? null : new InputValue(given, $"input `{name}`", SourcePlace.OfInput(input.Name));
    }
}
