namespace PipelineKit.Actions;

/// <summary>How an input is written and shown; decides the Azure control and the command-line form.</summary>
public enum InputShape
{
    /// <summary>One line of text.</summary>
    Text,

    /// <summary>Several lines; on the command line the option may be repeated.</summary>
    Lines,

    /// <summary><c>true</c> or <c>false</c>; a bare option means true.</summary>
    Flag,

    /// <summary>One of a closed list.</summary>
    Choice,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A span of time such as <c>30s</c>, <c>5m</c>, <c>1h30m</c>.</summary>
    Duration,

    /// <summary>A path in the workspace.</summary>
    Path,

    /// <summary>Text that is masked as soon as it is read and never printed.</summary>
    Secret,
}

/// <summary>One declared input of a command: the single source of action.yml, task.json, the option and the docs.</summary>
public abstract class Input
{
    /// <summary>Declares an input.</summary>
    protected Input(string name, InputShape shape, string description)
    {
        Name = name;
        Shape = shape;
        Description = description;
    }

    /// <summary>kebab-case, <c>^[a-z][a-z0-9-]*$</c>.</summary>
    public string Name { get; }

    /// <summary>How it is written.</summary>
    public InputShape Shape { get; }

    /// <summary>One or two sentences for tables and help; plain text, Markdown code spans allowed.</summary>
    public string Description { get; }

    /// <summary>The default as the user would write it; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>
    /// The default in action.yml when the runner can fill it in, such as <c>${{ github.token }}</c>. <see cref="Default"/> is never written there:
    /// the runner would pass it as if the user had given it, and pipelinekit.yaml would not be heard.
    /// </summary>
    public string? GitHubDefault { get; init; }

    /// <summary>Whether the command refuses to run without it.</summary>
    public bool Required { get; init; }

    /// <summary>The allowed values of a <see cref="InputShape.Choice"/>, else empty.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}

/// <summary>An input whose text parses to a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">What the command works with.</typeparam>
public sealed class Input<T> : Input
{
    /// <summary>Declares an input with its parser.</summary>
    /// <param name="name">kebab-case name.</param>
    /// <param name="shape">How it is written.</param>
    /// <param name="description">One or two sentences.</param>
    /// <param name="parse">Turns the text into the value; throws <see cref="FormatException"/> naming what is allowed.</param>
    public Input(string name, InputShape shape, string description, Func<string, T> parse)
        : base(name, shape, description)
    {
        Parse = parse;
    }

    /// <summary>Turns the text into the value; throws <see cref="FormatException"/> naming what is allowed.</summary>
    public Func<string, T> Parse { get; }
}
