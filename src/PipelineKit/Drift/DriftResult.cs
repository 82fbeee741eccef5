using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Drift;

/// <summary>What was looked at in an environment.</summary>
/// <param name="Name">The environment.</param>
/// <param name="Repository">Where its image is to be.</param>
/// <param name="Digest">The image that is recorded; null for none.</param>
/// <param name="Manifests">How many manifests were read; null when they were not looked at.</param>
/// <param name="Registry">Whether the registry was looked at.</param>
/// <param name="Containers">How many containers of the cluster were looked at; null when it was not.</param>
internal sealed record DriftLook(string Name, string Repository, Digest? Digest, int? Manifests, bool Registry, int? Containers);

/// <summary>What drift found.</summary>
/// <param name="Options">The options of the run.</param>
/// <param name="Looks">Each environment, in the order of the settings.</param>
/// <param name="Findings">The differences, by environment.</param>
/// <param name="Problems">What could not be read or asked.</param>
internal sealed record DriftResult(DriftOptions Options, IReadOnlyList<DriftLook> Looks, IReadOnlyList<DriftFinding> Findings, IReadOnlyList<Failure> Problems)
{
    /// <summary>Those that are drift.</summary>
    public IEnumerable<DriftFinding> Drift => Findings.Where(f => f.IsDrift);
}
