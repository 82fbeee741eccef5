using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>What became of one environment.</summary>
/// <param name="Inputs">What it was rendered with.</param>
/// <param name="Manifests">What every template became, by output path.</param>
internal sealed record EnvironmentResult(EnvironmentInputs Inputs, IReadOnlyList<RenderedManifest> Manifests)
{
    /// <summary>Every image, once, with the manifests it is used in.</summary>
    public IReadOnlyList<RecordedImage> Images { get; } = Recorder.ImagesOf(Manifests);

    /// <summary>What becomes of every file; empty when the run refused.</summary>
    public IReadOnlyList<PlannedFile> Files { get; init; } = [];

    /// <summary>The commit on its branch; null when none was asked for.</summary>
    public ProposalResult? Proposal { get; init; }

    /// <summary>Where its record is, relative to the working directory or to the top of the repository.</summary>
    public string RecordPath => OutputPlan.Below(Inputs.Output, RenderRecord.FileName);
}

/// <summary>What render found and did.</summary>
internal sealed record RenderResult
{
    /// <summary>The options of the run.</summary>
    public required RenderOptions Options { get; init; }

    /// <summary>Every environment whose inputs could be read.</summary>
    public required IReadOnlyList<EnvironmentResult> Environments { get; init; }

    /// <summary>Errors in templates, values, locks and rendered YAML; with one of them nothing is written.</summary>
    public IReadOnlyList<Failure> Problems { get; init; } = [];

    /// <summary>Every finding; with an error among them nothing is written.</summary>
    public IReadOnlyList<RenderFinding> Findings { get; init; } = [];

    /// <summary>The change as a unified diff; empty when nobody will see it.</summary>
    public string Diff { get; init; } = "";

    /// <summary>Every file that changes, or would.</summary>
    public IEnumerable<PlannedFile> Changes => Environments.SelectMany(e => e.Files).Where(f => f.IsChange);

    /// <summary>Whether the run refused to go on, so that nothing was compared or written.</summary>
    public bool IsRefused => Problems.Count > 0 || Findings.Any(f => f.Level == Ci.AnnotationLevel.Error && f.Rule != RenderRule.Drift);
}
