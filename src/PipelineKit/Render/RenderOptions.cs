using PipelineKit.Manifests;
using PipelineKit.Templating;

namespace PipelineKit.Render;

/// <summary>The annotations that workloads get.</summary>
[Flags]
public enum MetadataFields
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The commit that last changed the manifest.</summary>
    Source = 1,

    /// <summary>The run that last changed the manifest.</summary>
    Run = 2,

    /// <summary>The digests of the workload's images.</summary>
    Digest = 4,

    /// <summary>The hash of the lock.</summary>
    Lock = 8,

    /// <summary>The hash of the rules the manifest was checked by.</summary>
    Policy = 16,
}

/// <summary>The parsed inputs of render.</summary>
public sealed record RenderOptions
{
    /// <summary>Files, folders or globs, relative to the working directory.</summary>
    public required IReadOnlyList<string> Templates { get; init; }

    /// <summary>Files of values, in the order they are merged.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>Lines of single values.</summary>
    public required IReadOnlyList<string> Set { get; init; }

    /// <summary>What is rendered for; one empty name when none was given.</summary>
    public required IReadOnlyList<string> Environments { get; init; }

    /// <summary>The image lock.</summary>
    public required EnvironmentPath LockFile { get; init; }

    /// <summary>The folder of the manifests.</summary>
    public required EnvironmentPath Output { get; init; }

    /// <summary>Write nothing; a difference fails.</summary>
    public required bool Check { get; init; }

    /// <summary>The branch that gets a commit; null writes the folder.</summary>
    public required EnvironmentPath? Branch { get; init; }

    /// <summary>Where a new branch starts; null for what the repository stands at.</summary>
    public required string? Base { get; init; }

    /// <summary>A folder of the repository, absolute.</summary>
    public required string Repository { get; init; }

    /// <summary>The title of the commit; null for the usual one.</summary>
    public required string? Message { get; init; }

    /// <summary>Name and address of the author.</summary>
    public required (string Name, string Email) Author { get; init; }

    /// <summary>The folder includes come from; null for the folder of each template.</summary>
    public required string? IncludeRoot { get; init; }

    /// <summary>The rules of the language.</summary>
    public required TemplateProfile Profile { get; init; }

    /// <summary>Where else images stand.</summary>
    public required IReadOnlyList<ImageRule> ImageRules { get; init; }

    /// <summary>Names of images that are not judged; <c>*</c> stands for any characters.</summary>
    public required IReadOnlyList<string> ExcludeImages { get; init; }

    /// <summary>The annotations.</summary>
    public required MetadataFields Metadata { get; init; }

    /// <summary>What their names begin with, without the slash.</summary>
    public required string AnnotationPrefix { get; init; }

    /// <summary>The time templates see; null for none.</summary>
    public required DateTimeOffset? Now { get; init; }

    /// <summary>Show what would change; write nothing.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Print the unified diff on standard output.</summary>
    public required bool Diff { get; init; }

    /// <summary>Print the result as JSON on standard output.</summary>
    public required bool Json { get; init; }

    /// <summary>Where to write the unified diff; empty for nowhere.</summary>
    public required string DiffFile { get; init; }

    /// <summary>Where to write SARIF 2.1.0; empty for nowhere.</summary>
    public required string SarifFile { get; init; }

    /// <summary>The limit for the whole run.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>The command line that writes what these options render.</summary>
    public required string CommandLine { get; init; }

    /// <summary>Whether this run leaves everything as it is.</summary>
    internal bool WritesNothing => Check || DryRun;
}
