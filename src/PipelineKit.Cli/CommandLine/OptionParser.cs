using System.CommandLine;
using System.CommandLine.Parsing;
using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Cli.CommandLine;

/// <summary>
/// Reads the options of one command from its definition: <c>--name value</c>, <c>--name=value</c>, a flag alone for true, lists by repetition.
/// Words that begin with <c>@</c> are plain text, not response files: image references are full of them.
/// </summary>
internal static class OptionParser
{
    private static readonly ParserConfiguration Configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    /// <summary>The inputs given; throws <see cref="FailureException"/> with every option that is unknown, lacks its value, or is given twice.</summary>
    public static CommandLineSource Parse(ActionDefinition action, IReadOnlyList<string> arguments)
    {
        var command = new Command(action.Name) { TreatUnmatchedTokensAsErrors = false };
        var options = action.AllInputs.Select(input => (Input: input, Option: CreateOption(input))).ToArray();
        foreach (var (_, option) in options)
        {
            command.Add(option);
        }

        var parsed = command.Parse(arguments, Configuration);
        var problems = Unknown(action, parsed.UnmatchedTokens).Concat(parsed.Errors.Select(error => Misused(error.SymbolResult))).ToArray();
        if (problems.Length > 0)
        {
            throw new FailureException(problems);
        }

        var given = options
            .Select(o => (o.Input, Result: parsed.GetResult(o.Option)))
            .Where(o => o.Result is { Implicit: false })
            .ToDictionary(o => o.Input.Name, o => Text(o.Input, o.Result!), StringComparer.Ordinal);
        return new CommandLineSource(given);
    }

    private static Option<string[]> CreateOption(Input input) =>
        new($"--{input.Name}")
        {
            Arity = input.Shape switch
            {
                InputShape.Flag => ArgumentArity.ZeroOrOne,
                InputShape.Lines => ArgumentArity.OneOrMore,
                _ => ArgumentArity.ExactlyOne,
            },
        };

    private static string Text(Input input, OptionResult result) =>
        input.Shape == InputShape.Flag && result.Tokens.Count == 0 ? "true" : string.Join('\n', result.Tokens.Select(token => token.Value));

    private static IEnumerable<Failure> Unknown(ActionDefinition action, IReadOnlyList<string> words)
    {
        var names = action.AllInputs.Select(input => $"--{input.Name}").ToArray();
        for (var i = 0; i < words.Count; i++)
        {
            if (!words[i].StartsWith('-'))
            {
                // Not after an unknown option: there it is that option's value, which may be a secret.
                yield return new(FailureCodes.UnknownCommand, $"`{words[i]}` stands alone; `{action.Name}` takes options only.", Help(action));
                continue;
            }

            var name = words[i].Split('=')[0];
            yield return new(FailureCodes.UnknownCommand, $"`{action.Name}` has no option `{name}`.{DidYouMean.Question(name, names)}", Help(action));
            if (name == words[i] && i + 1 < words.Count && !words[i + 1].StartsWith('-'))
            {
                i++;
            }
        }
    }

    private static Failure Misused(SymbolResult? symbol)
    {
        var name = symbol is OptionResult option ? option.Option.Name : "an option";
        return symbol?.Tokens.Count > 1
            ? new(FailureCodes.BadInputValue, $"`{name}` was given {symbol.Tokens.Count} times; it takes one value.", "Give it once.")
            : new(FailureCodes.BadInputValue, $"`{name}` was given without its value.", $"Write `{name} VALUE`.");
    }

    private static string Help(ActionDefinition action) => $"See `{Product.Program} {action.Name} --help`.";
}
