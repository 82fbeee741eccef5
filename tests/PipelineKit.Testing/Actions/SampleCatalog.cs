using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Testing.Actions;

/// <summary>Two small commands that share an input and an output, for tests of what is rendered from definitions and of the command line.</summary>
public static class SampleCatalog
{
    /// <summary>One of a list; both commands have it, with another default.</summary>
    public static readonly Input<string> Tone = Choice("soft");

    /// <summary>Lines.</summary>
    public static readonly Input<IReadOnlyList<string>> Words = Inputs.Lines("words-to-say", "What to say; don't | shout.");

    /// <summary>A flag.</summary>
    public static readonly Input<bool> Twice = Inputs.Flag("twice", "Say it twice.");

    /// <summary>A secret that GitHub fills in.</summary>
    public static readonly Input<string> Key = Inputs.Secret("key", "The key.", gitHubDefault: "${{ github.token }}");

    /// <summary>A required number.</summary>
    public static readonly Input<int> Count = new("count", InputShape.Whole, "How many.", text => int.Parse(text)) { Required = true };

    /// <summary>An output of both.</summary>
    public static readonly Output Said = new("said-words", "What was said.");

    /// <summary>A command that reports what it read; <paramref name="run"/> replaces that.</summary>
    public static ActionDefinition Say(Func<CommandContext, CancellationToken, Task<CommandReport>>? run = null) => new()
    {
        Name = "say-it",
        Title = "PipelineKit say-it",
        Summary = "Say `something` aloud",
        Icon = "volume",
        Inputs = [Tone, Words, Twice, Key],
        Outputs = [Said],
        Permissions = [("contents: read", "to hear")],
        Run = run ?? ReportAsync,
    };

    /// <summary>A command that needs an input.</summary>
    public static ActionDefinition Count3() => Say() with
    {
        Name = "count",
        Title = "PipelineKit count",
        Summary = "Count",
        Inputs = [Choice("loud"), Count],
        Outputs = [Said with { Description = "What was counted." }],
    };

    /// <summary>Both.</summary>
    public static ActionCatalog Both { get; } = new([Say(), Count3()]);

    /// <summary>A report with this exit code and nothing else worth telling.</summary>
    public static CommandReport Report(ExitCode exit, string headline, params OutputValue[] outputs) => new()
    {
        Exit = exit,
        Headline = headline,
        Outputs = outputs,
        Summary = new Summary("Sample", []),
        Result = JsonDocument.Parse("{}").RootElement,
    };

    private static Input<string> Choice(string @default) => Inputs.Choice("tone", "How to say it.", [("soft", "soft"), ("loud", "loud")], @default);

    private static Task<CommandReport> ReportAsync(CommandContext context, CancellationToken cancellation)
    {
        var inputs = context.Inputs;
        var said = $"{inputs.Get(Tone)}: {string.Join(' ', inputs.Get(Words))}{(inputs.Get(Twice) ? " (twice)" : "")}";
        inputs.ThrowIfAny();
        return Task.FromResult(Report(ExitCode.Ok, said, new OutputValue(Said, said)));
    }
}
