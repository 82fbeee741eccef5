using PipelineKit.Actions;
using PipelineKit.Failures;

namespace PipelineKit.Cli.CommandLine;

/// <summary>
/// Reads the options of one command from its definition: <c>--name value</c>, <c>--name=value</c>, a flag alone for true, lists by
/// repetition. There are no words without an option but those the definition names, no short forms and no response files: <c>@</c> begins text, as in image references.
/// A value that begins with <c>--</c> is given with <c>=</c>.
/// </summary>
internal sealed class OptionParser
{
    private const string Dashes = "--";

    private readonly ActionDefinition _action;
    private readonly Dictionary<string, Input> _inputs;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<Failure> _problems = [];
    private CommandWord? _word;

    private OptionParser(ActionDefinition action)
    {
        _action = action;
        _inputs = action.AllInputs.ToDictionary(input => input.Name, StringComparer.Ordinal);
    }

    /// <summary>The inputs given; throws <see cref="FailureException"/> with every word that is unknown, lacks its value, or comes twice.</summary>
    public static CommandLineSource Parse(ActionDefinition action, IReadOnlyList<string> words)
    {
        var parser = new OptionParser(action);
        for (var i = 0; i < words.Count; i++)
        {
            i += parser.Take(words[i], i + 1 < words.Count ? words[i + 1] : null) ? 1 : 0;
        }

        if (parser._word is { } asked && !parser._values.ContainsKey(asked.Input.Name))
        {
            parser.Problem(FailureCodes.BadInputValue, $"`{asked.Word}` was given without its value.", $"Write `{action.Name} {asked.Word} VALUE`.");
        }

        return parser._problems.Count == 0 ? new CommandLineSource(parser._values) : throw new FailureException(parser._problems);
    }

    // Whether the next word was this one's value.
    private bool Take(string word, string? next)
    {
        if (!word.StartsWith('-'))
        {
            TakeAlone(word);
            return false;
        }

        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word : word[..equals];
        var follows = equals < 0 && next?.StartsWith(Dashes, StringComparison.Ordinal) == false;
        if (!name.StartsWith(Dashes, StringComparison.Ordinal) || !_inputs.TryGetValue(name[Dashes.Length..], out var input))
        {
            // The word that follows is passed over unseen: it is this option's value, perhaps a secret.
            var known = _inputs.Keys.Select(key => Dashes + key);
            Problem(FailureCodes.UnknownCommand, $"`{_action.Name}` has no option `{name}`.{DidYouMean.Question(name, known)}", Help);
            return follows;
        }

        if (equals >= 0 || follows)
        {
            Add(input, equals >= 0 ? word[(equals + 1)..] : next!);
        }
        else if (input.Shape == InputShape.Flag)
        {
            Add(input, "true");
        }
        else
        {
            Problem(FailureCodes.BadInputValue, $"`{name}` was given without its value.", $"Write `{name} VALUE`; a value that begins with `--` as `{name}=VALUE`.");
        }

        return follows;
    }

    private void TakeAlone(string word)
    {
        if (_word is { } asked)
        {
            Add(asked.Input, word);
        }
        else if (_action.Words.FirstOrDefault(w => w.Word == word) is { } known)
        {
            _word = known.Value is null ? known : null;
            if (known.Value is { } value)
            {
                Add(known.Input, value);
            }
        }
        else if (_action.Words.Count == 0)
        {
            Problem(FailureCodes.UnknownCommand, $"`{word}` stands alone; `{_action.Name}` takes options only.", Help);
        }
        else
        {
            var words = _action.Words.Select(w => w.Word).ToArray();
            Problem(FailureCodes.UnknownCommand, $"`{_action.Name}` has no word `{word}`: allowed are {string.Join(", ", words)}, and options.{DidYouMean.Question(word, words)}", Help);
        }
    }

    private void Add(Input input, string value)
    {
        if (_values.TryAdd(input.Name, value))
        {
            return;
        }

        if (input.Shape == InputShape.Lines)
        {
            _values[input.Name] += "\n" + value;
        }
        else
        {
            Problem(FailureCodes.BadInputValue, $"`--{input.Name}` was given more than once; it takes one value.", "Give it once.");
        }
    }

    private string Help => $"See `{Product.Program} {_action.Name} --help`.";

    private void Problem(FailureCode code, string what, string remedy) => _problems.Add(new(code, what, remedy));
}
