using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Manifests.Rendered;
using PipelineKit.PullRequests;
using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>Read, render, check, compare; then write everything or nothing.</summary>
internal static class RenderHandler
{
    internal static Task<RenderResult> RunAsync(RenderOptions options, CommandContext context, CancellationToken cancellation) =>
        TimeLimit.RunAsync(
            options.Timeout, context.Time, within => RenderAndReportAsync(options, context, within), "Raise `timeout`, or find out which template loops for so long.", cancellation);

    private static async Task<RenderResult> RenderAndReportAsync(RenderOptions options, CommandContext context, CancellationToken cancellation)
    {
        var result = await RenderAsync(options, context, cancellation);
        await WriteReportsAsync(result, context.WorkingDirectory, cancellation);
        return result;
    }

    private static async Task<RenderResult> RenderAsync(RenderOptions options, CommandContext context, CancellationToken cancellation)
    {
        var root = context.WorkingDirectory;
        var problems = new List<Failure>();
        var templates = await TemplateSet.ReadAsync(root, options, problems, cancellation);
        var inputs = await new EnvironmentReader(root, options).ReadAsync(problems, cancellation);
        if (problems.Count > 0)
        {
            return new RenderResult { Options = options, Environments = [], Problems = problems };
        }

        var policy = CanonicalHashes.OfPolicy(options);
        var metadata = new Metadata(options, context.Ci, root, policy);
        var renderer = new ManifestRenderer(options, templates, metadata);
        var environments = await RenderPairs.RunAsync(renderer, inputs, templates.Files, cancellation);
        var result = new RenderResult
        {
            Options = options,
            Environments = environments,
            Problems = [.. environments.SelectMany(e => e.Manifests).SelectMany(m => m.Problems).Distinct()],
            Findings = RenderFinding.Merge([.. environments.SelectMany(e => e.Manifests).SelectMany(m => m.Findings), .. environments.SelectMany(Warnings)]),
        };
        if (result.IsRefused)
        {
            return result;
        }

        var recorder = new Recorder(options, policy, templates.Files);
        result = await CompareAsync(result, recorder, metadata, context, cancellation);
        return options.WritesNothing ? result : await WriteAsync(result, metadata.SourceCommit, context, cancellation);
    }

    private static async Task<RenderResult> CompareAsync(RenderResult result, Recorder recorder, Metadata metadata, CommandContext context, CancellationToken cancellation)
    {
        var options = result.Options;
        var folder = new FolderOutput(context.WorkingDirectory);
        var branch = options.Branch is null ? null : new BranchOutput(options, context.Time);
        if (branch is null)
        {
            InputGuard.RefuseOverwriting(context.WorkingDirectory, result.Environments, recorder);
        }

        var compared = new List<EnvironmentResult>(result.Environments.Count);
        foreach (var environment in result.Environments)
        {
            var files = await OutputPlan.MakeAsync(
                environment.Inputs.Output,
                Recorder.ManifestsOf(environment),
                metadata.VolatileKeys,
                branch is null ? folder.ReadAsync : branch.ReaderOf(environment.Inputs.Branch!),
                outputs => recorder.RecordOf(environment, outputs),
                branch is null ? folder.IsPlain : static (_, _) => true,
                cancellation);
            compared.Add(environment with { Files = files });
        }

        return result with
        {
            Environments = compared,
            Findings = [.. result.Findings, .. compared.SelectMany(e => DriftOf(e, options))],
            Diff = options.Check || options.Diff || options.DiffFile.Length > 0 ? ManifestDiff.Of(compared.SelectMany(e => e.Files)) : "",
        };
    }

    private static async Task<RenderResult> WriteAsync(RenderResult result, string? commit, CommandContext context, CancellationToken cancellation)
    {
        if (result.Options.Branch is null)
        {
            await new FolderOutput(context.WorkingDirectory).WriteAsync([.. result.Environments.SelectMany(e => e.Files)], cancellation);
            return result;
        }

        var branch = new BranchOutput(result.Options, context.Time);
        var proposals = new Dictionary<string, ProposalResult>(StringComparer.Ordinal);
        foreach (var group in result.Environments.GroupBy(e => e.Inputs.Branch!, StringComparer.Ordinal))
        {
            proposals[group.Key] = await branch.WriteAsync(group.Key, [.. group.Select(e => e.Inputs)], [.. group.SelectMany(e => e.Files)], commit, cancellation);
        }

        return result with { Environments = [.. result.Environments.Select(e => e with { Proposal = proposals[e.Inputs.Branch!] })] };
    }

    private static async Task WriteReportsAsync(RenderResult result, string root, CancellationToken cancellation)
    {
        if (result.Options.DiffFile.Length > 0)
        {
            await AtomicFile.WriteAsync(root, result.Options.DiffFile, System.Text.Encoding.UTF8.GetBytes(result.Diff), cancellation);
        }

        if (result.Options.SarifFile.Length > 0)
        {
            await AtomicFile.WriteAsync(root, result.Options.SarifFile, RenderSarif.Of(result), cancellation);
        }
    }

    // Of all manifests of an environment together; a lock usually covers more than one rendering, so what is unused is only told.
    private static IEnumerable<RenderFinding> Warnings(EnvironmentResult environment) =>
        PinCheck.Warnings(environment.Inputs.Lock.Pins, [.. environment.Manifests.Select(m => m.Pins)]).Select(w =>
            new RenderFinding(
                w.Verdict == PinVerdict.TwoDigests ? RenderRule.TwoDigests : RenderRule.UnusedLockEntry,
                w.Verdict == PinVerdict.TwoDigests ? AnnotationLevel.Warning : AnnotationLevel.Notice,
                w.Message,
                new SourcePlace(environment.Inputs.Lock.Path),
                environment.Inputs.Name)
            {
                Remedy = w.Remedy,
            });

    private static IEnumerable<RenderFinding> DriftOf(EnvironmentResult environment, RenderOptions options)
    {
        foreach (var file in environment.Files)
        {
            if (options.Check && file.IsChange)
            {
                var what = file.Status switch
                {
                    FileStatus.Added => "is missing",
                    FileStatus.Removed => "is not made by any template any more",
                    _ => "is not what would be rendered now",
                };
                yield return new RenderFinding(RenderRule.Drift, AnnotationLevel.Error, $"`{file.Path}` {what}", new SourcePlace(file.Path), environment.Inputs.Name)
                {
                    Remedy = $"Run `{options.CommandLine}`{(options.Branch is null ? " and commit what it changes" : "")}. What was edited by hand belongs into the template or the values.",
                };
            }
            else if (file.Status == FileStatus.LeftOver)
            {
                yield return new RenderFinding(
                    RenderRule.LeftOver, AnnotationLevel.Warning, $"`{file.Path}` is not made by any template any more, but was changed since", new SourcePlace(file.Path), environment.Inputs.Name);
            }
        }
    }
}
