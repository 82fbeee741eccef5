using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Report;

/// <summary>An incident that users felt.</summary>
/// <param name="Opened">When it began.</param>
/// <param name="Closed">When it ended; null while it goes on.</param>
/// <param name="Environment">Where; empty when only the image is known.</param>
/// <param name="Digest">Which image caused it; null when only the environment is known.</param>
/// <param name="Title">What; may be empty.</param>
/// <param name="Place">Where it is written.</param>
internal sealed record Incident(DateTimeOffset Opened, DateTimeOffset? Closed, string Environment, Digest? Digest, string Title, SourcePlace Place)
{
    /// <summary>Where people see it; empty for one from a file.</summary>
    public string Url { get; init; } = "";
}
