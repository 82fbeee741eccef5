namespace PipelineKit.Testing;

/// <summary>What a container action left for the runner.</summary>
public sealed record GitHubStepResult
{
    private static readonly string[] AnnotationCommands = ["::error", "::warning", "::notice"];

    /// <summary>Exit code and log.</summary>
    public required ChildResult Run { get; init; }

    /// <summary>The outputs, by name.</summary>
    public required IReadOnlyDictionary<string, string> Outputs { get; init; }

    /// <summary>State for later entry points.</summary>
    public required IReadOnlyDictionary<string, string> State { get; init; }

    /// <summary>Variables for later steps.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>What was added to PATH.</summary>
    public required string Path { get; init; }

    /// <summary>The job summary, Markdown.</summary>
    public required string Summary { get; init; }

    /// <summary>The workflow commands of the log that make annotations.</summary>
    public IReadOnlyList<string> Annotations =>
        [.. Run.Output.Split('\n').Where(line => AnnotationCommands.Any(command => line.StartsWith(command, StringComparison.Ordinal)))];
}
