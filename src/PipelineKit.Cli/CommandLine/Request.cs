using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Cli.CommandLine;

/// <summary>What the words after the program's name ask for.</summary>
/// <param name="Action">The command; null when none is named.</param>
/// <param name="Rest">The words after its name.</param>
/// <param name="WantsHelp">Whether help is asked for, of the command or of the program.</param>
internal sealed record Request(ActionDefinition? Action, IReadOnlyList<string> Rest, bool WantsHelp)
{
    private static readonly string[] HelpWords = ["--help", "-h", "-?"];

    /// <summary>Reads the words; throws <see cref="FailureException"/> for an unknown command.</summary>
    public static Request Parse(IReadOnlyList<string> arguments, IReadOnlyList<ActionDefinition> commands)
    {
        if (arguments.Count == 0)
        {
            return new Request(Action: null, [], WantsHelp: false);
        }

        var (first, rest) = (arguments[0], arguments.Skip(1).ToArray());
        if (first == "help")
        {
            return new Request(rest.Length == 0 ? null : Find(rest[0], commands), [], WantsHelp: true);
        }

        return HelpWords.Contains(first, StringComparer.Ordinal)
            ? new Request(Action: null, [], WantsHelp: true)
            : new Request(Find(first, commands), rest, rest.TakeWhile(word => word != "--").Any(word => HelpWords.Contains(word, StringComparer.Ordinal)));
    }

    /// <summary>The command of that name; throws <see cref="FailureException"/>.</summary>
    public static ActionDefinition Find(string name, IReadOnlyList<ActionDefinition> commands) =>
        commands.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal)) ?? throw new FailureException(new Failure(
            FailureCodes.UnknownCommand,
            name.StartsWith('-')
                ? $"The command comes first: `{Product.Program} COMMAND {name}`."
                : $"There is no command `{name}`.{DidYouMean.Question(name, commands.Select(c => c.Name))}",
            $"The commands are {string.Join(", ", commands.Select(c => c.Name))}. See `{Product.Program} --help`.",
            SourcePlace.OfInput(CommandSelector.Name)));
}
