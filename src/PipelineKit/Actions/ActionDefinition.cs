using PipelineKit.Ci;

namespace PipelineKit.Actions;

/// <summary>The only list of a command's inputs and outputs. Everything users see of it is rendered from here.</summary>
public sealed record ActionDefinition
{
    /// <summary>kebab-case, as in <c>pipelinekit digest-pin</c> and <c>actions/digest-pin</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The title people see in lists of actions.</summary>
    public required string Title { get; init; }

    /// <summary>What it does, in one sentence without a final full stop.</summary>
    public required string Summary { get; init; }

    /// <summary>A Feather v4.28 icon name GitHub allows.</summary>
    public required string Icon { get; init; }

    /// <summary>The inputs of this command; <see cref="CommonInputs"/> come on top.</summary>
    public required IReadOnlyList<Input> Inputs { get; init; }

    /// <summary>The outputs of this command; <see cref="CommonOutputs"/> come on top.</summary>
    public required IReadOnlyList<Output> Outputs { get; init; }

    /// <summary>The GitHub <c>permissions:</c> the job needs, as <c>contents: read</c>, with a reason each.</summary>
    public required IReadOnlyList<(string Permission, string Reason)> Permissions { get; init; }

    /// <summary>Whether standard output is for what the command prints, whatever its options; the log then goes to standard error.</summary>
    public bool PrintsData { get; init; }

    /// <summary>Words that may follow the command's name on a command line; what stands alone after one is a value of its input.</summary>
    public IReadOnlyList<CommandWord> Words { get; init; } = [];

    /// <summary>Parses the options and runs the handler. Throws <see cref="Failures.FailureException"/>; never writes to a console.</summary>
    public required Func<CommandContext, CancellationToken, Task<CommandReport>> Run { get; init; }

    /// <summary>Inputs of this command, then the common ones.</summary>
    public IEnumerable<Input> AllInputs => Inputs.Concat(CommonInputs.All);

    /// <summary>Outputs of this command, then the common ones.</summary>
    public IEnumerable<Output> AllOutputs => Outputs.Concat(CommonOutputs.All);
}

/// <summary>A word that may follow a command's name: <c>scan-gate replay FILE</c> is <c>scan-gate --replay FILE</c>.</summary>
/// <param name="Word">The word.</param>
/// <param name="Input">The input its values are for; one of lines takes several.</param>
public sealed record CommandWord(string Word, Input Input)
{
    /// <summary>The value the word alone stands for, as <c>canary-verify watch</c> does for <c>--mode watch</c>; null when its value follows it.</summary>
    public string? Value { get; init; }

    /// <summary>Whether standard output is for what the command prints when the input is given; see <see cref="ActionDefinition.PrintsData"/>.</summary>
    public bool PrintsData { get; init; }
}

/// <summary>Every command there is, in the order people meet them.</summary>
/// <param name="Actions">The definitions.</param>
public sealed record ActionCatalog(IReadOnlyList<ActionDefinition> Actions)
{
    /// <summary>The definition of that name, or null.</summary>
    public ActionDefinition? Find(string name) => Actions.FirstOrDefault(a => string.Equals(a.Name, name, StringComparison.Ordinal));
}
