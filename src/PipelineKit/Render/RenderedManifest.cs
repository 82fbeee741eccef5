using PipelineKit.Failures;
using PipelineKit.Manifests.Rendered;
using PipelineKit.Render.Sources;

namespace PipelineKit.Render;

/// <summary>What one template became in one environment.</summary>
internal sealed record RenderedManifest
{
    /// <summary>The environment; empty without one.</summary>
    public required string Environment { get; init; }

    /// <summary>The template.</summary>
    public required TemplateFile File { get; init; }

    /// <summary>The stamped stream; empty when there was a problem or a finding, or the template rendered nothing.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Documents with content.</summary>
    public int Documents { get; init; }

    /// <summary>What pins say.</summary>
    public PinCheckResult Pins { get; init; } = new([], []);

    /// <summary>Errors: of the template, or of the YAML it rendered.</summary>
    public IReadOnlyList<Failure> Problems { get; init; } = [];

    /// <summary>What was found, at places of templates.</summary>
    public IReadOnlyList<RenderFinding> Findings { get; init; } = [];

    /// <summary>The files that were included.</summary>
    public IReadOnlyCollection<IncludedFile> Includes { get; init; } = [];
}
