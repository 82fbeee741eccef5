using PipelineKit.Failures;

namespace PipelineKit.Actions;

/// <summary>A place inputs come from: the command line, the host's variables, the configuration file.</summary>
public interface IInputSource
{
    /// <summary>The text given for this input here, or null. Empty text counts as not given.</summary>
    InputValue? Find(Input input);
}

/// <summary>The text of an input and where it was given.</summary>
/// <param name="Text">As given.</param>
/// <param name="Origin">For messages: <c>--mode</c>, <c>input `mode`</c>, <c>pipelinekit.yaml:3</c>.</param>
/// <param name="Place">The place to annotate.</param>
public sealed record InputValue(string Text, string Origin, SourcePlace Place);

/// <summary>
/// Reads declared inputs by precedence and collects every problem, so that a user sees all of them at once.
/// Secrets are handed to <c>onSecret</c> before anybody can print them.
/// </summary>
public sealed class InputReader
{
    private readonly IReadOnlyList<IInputSource> _sources;
    private readonly Action<string> _onSecret;
    private readonly List<Failure> _problems = [];

    /// <summary>Reads from these sources, the first that has a value wins.</summary>
    public InputReader(IReadOnlyList<IInputSource> sources, Action<string> onSecret)
    {
        _sources = sources;
        _onSecret = onSecret;
    }

    /// <summary>The value, or the default when nothing was given; a problem is kept and the type's default returned.</summary>
    public T Get<T>(Input<T> input)
    {
        var given = Given(input);
        if (given is null && input.Required)
        {
            _problems.Add(new(FailureCodes.MissingInput, $"`{input.Name}` is required and was not given.", Place: SourcePlace.OfInput(input.Name)));
            return default!;
        }

        var value = given ?? new InputValue(input.Default ?? "", "default", SourcePlace.OfInput(input.Name));
        try
        {
            return input.Parse(value.Text);
        }
        catch (FormatException problem)
        {
            var shown = input.Shape == InputShape.Secret ? "its value" : $"`{value.Text}`";
            Problem(input, $"{shown} is not valid for `{input.Name}` (from {value.Origin}): {problem.Message}.");
            return default!;
        }
    }

    /// <summary>Whether any source has a value for it.</summary>
    public bool IsGiven(Input input) => Given(input) is not null;

    /// <summary>Adds a problem found by the options record itself, such as two inputs that exclude each other.</summary>
    public void Problem(Input input, string what, string? remedy = null) =>
        _problems.Add(new(FailureCodes.BadInputValue, what, remedy, Given(input)?.Place ?? SourcePlace.OfInput(input.Name)));

    /// <summary>Throws every problem found so far.</summary>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            // Two parts of a command may read the same inputs, and find the same wrong with them.
            throw new FailureException(_problems.Distinct().ToArray());
        }
    }

    /// <summary>What was given for an input, and where; null for nothing.</summary>
    internal InputValue? Given(Input input)
    {
        foreach (var source in _sources)
        {
            var value = source.Find(input);
            if (value is not null && value.Text.Length > 0)
            {
                if (input.Shape == InputShape.Secret)
                {
                    _onSecret(value.Text);
                }

                return value;
            }
        }

        return null;
    }
}
