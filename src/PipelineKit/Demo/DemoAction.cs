using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.Demo;

/// <summary>What the demo runs on: the program itself. No code path exists for the demo alone.</summary>
/// <param name="Say">Prints a line between commands.</param>
/// <param name="Run">Runs <c>pipelinekit</c> with these words, as a person would, and gives its exit code.</param>
public sealed record DemoStage(Action<string> Say, Func<IReadOnlyList<string>, CancellationToken, Task<ExitCode>> Run);

/// <summary>The inputs of the demo.</summary>
public static class DemoAction
{
    internal static readonly Input<string> Folder = Inputs.Path("folder", "Where to make the sample repository; must be empty or absent. Default: a new temporary folder.");

    /// <summary>The definition. A command of the command line alone.</summary>
    /// <param name="stage">Makes what the demo runs on.</param>
    public static ActionDefinition For(Func<DemoStage> stage) =>
        new()
        {
            Name = "demo",
            Title = "PipelineKit demo",
            Summary = "Run the whole path on a sample repository, with nothing else installed",
            Icon = "play",
            Inputs = [Folder],
            Outputs = [],
            Permissions = [],
            Run = async (context, cancellation) => DemoReport.From(await DemoHandler.RunAsync(DemoOptions.Parse(context), stage(), context.Time, cancellation)),
        };
}

/// <summary>The parsed inputs of the demo.</summary>
/// <param name="Folder">Absolute.</param>
public sealed record DemoOptions(string Folder)
{
    /// <summary>Reads the inputs; throws all problems at once.</summary>
    public static DemoOptions Parse(CommandContext context)
    {
        var folder = context.Inputs.Get(DemoAction.Folder);
        var full = folder.Length == 0 ? "" : Path.GetFullPath(folder, context.WorkingDirectory);
        if (full.Length > 0 && Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
        {
            context.Inputs.Problem(DemoAction.Folder, $"`{folder}` is not empty.", "Name a folder that is empty or does not exist.");
        }

        context.Inputs.ThrowIfAny();
        return new DemoOptions(full.Length > 0 ? full : Directory.CreateTempSubdirectory("pipelinekit-demo-").FullName);
    }
}
