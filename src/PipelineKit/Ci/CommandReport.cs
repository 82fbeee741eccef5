using System.Text.Json;
using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Ci;

/// <summary>What a command has to say at its end; the reporter turns it into annotations, outputs, summary and result.json.</summary>
public sealed record CommandReport
{
    /// <summary>What the process exits with.</summary>
    public required ExitCode Exit { get; init; }

    /// <summary>The verdict in one sentence, printed last.</summary>
    public required string Headline { get; init; }

    /// <summary>Remarks at places.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];

    /// <summary>Values of the command's own outputs; the common ones are added.</summary>
    public IReadOnlyList<OutputValue> Outputs { get; init; } = [];

    /// <summary>Images that the run stands for; a host that keeps a list of the artifacts of a job is told of them when the run passed.</summary>
    public IReadOnlyList<PinnedReference> Artifacts { get; init; } = [];

    /// <summary>What a person reads.</summary>
    public required Summary Summary { get; init; }

    /// <summary>The <c>result</c> member of result.json: a pure function of the inputs, without times, hosts or absolute paths.</summary>
    public required JsonElement Result { get; init; }

    /// <summary>Text for standard output, exactly as it is, instead of the summary (<c>--json</c>, <c>--diff</c> to the console); null normally.</summary>
    public string? StandardOutput { get; init; }

    /// <summary>Whether result.json itself goes to standard output, instead of the summary (<c>--json</c>).</summary>
    public bool ResultToStandardOutput { get; init; }

    /// <summary>Failures that did not stop the run.</summary>
    public IReadOnlyList<Failure> Failures { get; init; } = [];
}
