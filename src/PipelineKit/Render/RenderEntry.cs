using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>Renders one environment for a command that brings an image there: with that command's lock, by the part <c>render</c> of the configuration file, writing nothing.</summary>
public static class RenderEntry
{
    /// <summary>The files that change.</summary>
    /// <param name="environment">What to render for.</param>
    /// <param name="locked">The lock to use instead of the one on disk.</param>
    /// <param name="read">Reads the branch that gets the files.</param>
    /// <param name="configuration">The part <c>render</c> of the configuration file.</param>
    /// <param name="context">The run.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="FailureException">The templates, their values or what they render have an error; all are listed.</exception>
    public static async Task<IReadOnlyList<FileChange>> RunAsync(
        string environment, ImageLock locked, ReadBranchFiles read, ConfigurationFile configuration, CommandContext context, CancellationToken cancellation)
    {
        var inputs = context with { Inputs = new InputReader([new Chosen(environment), configuration], context.Mask) };
        var options = new RenderOptionsParser(inputs).Parse() with { Environments = [environment], Check = false, DryRun = true, Diff = false, Json = false, DiffFile = "", SarifFile = "" };
        var problems = new List<Failure>();
        var root = context.WorkingDirectory;
        var templates = await TemplateSet.ReadAsync(root, options, problems, cancellation);
        var environments = await new EnvironmentReader(root, options) { Locked = locked }.ReadAsync(problems, cancellation);
        Refuse(problems);
        var policy = CanonicalHashes.OfPolicy(options);
        var metadata = new Metadata(options, context.Ci, root, policy);
        var rendered = await RenderPairs.RunAsync(new ManifestRenderer(options, templates, metadata), environments, templates.Files, cancellation);
        var result = rendered[0];
        Refuse([.. result.Manifests.SelectMany(m => m.Problems), .. result.Manifests.SelectMany(m => m.Findings).Where(f => f.Level == AnnotationLevel.Error).Select(FailureOf)]);
        var recorder = new Recorder(options, policy, templates.Files);
        var files = await OutputPlan.MakeAsync(
            result.Inputs.Output, Recorder.ManifestsOf(result), metadata.VolatileKeys, (paths, stop) => read(paths, stop), outputs => recorder.RecordOf(result, outputs), static (_, _) => true, cancellation);
        return [.. files.Where(f => f.IsChange).Select(f => new FileChange(f.Path, f.After))];
    }

    /// <summary>What is rendered for, instead of what the configuration names.</summary>
    private sealed class Chosen(string environment) : IInputSource
    {
        public InputValue? Find(Input input) => input == RenderAction.Environments ? new InputValue(environment, "the environment's `render`", SourcePlace.OfInput(input.Name)) : null;
    }

    private static Failure FailureOf(RenderFinding finding) => new(FailureCodes.MalformedManifest, finding.Message, finding.RemedyText, finding.Place);

    private static void Refuse(List<Failure> problems)
    {
        if (problems.Count > 0)
        {
            throw new FailureException(problems);
        }
    }
}
