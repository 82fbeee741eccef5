using PipelineKit.Failures;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.Drift;

/// <summary>Compares the lock of an environment with its ledger.</summary>
internal static class LockJudge
{
    /// <summary>The differences, given the images of the lock (null when it is not there).</summary>
    internal static IEnumerable<DriftFinding> Judge(ExpectedState state, IReadOnlyList<KnownImage>? images)
    {
        if (state.Settings.LockFile is not { Length: > 0 } path || state.Digest is not { } digest)
        {
            yield break;
        }

        var finding = new DriftFinding { Rule = DriftRule.LockMissing, Environment = state.Name, Where = path, Place = new SourcePlace(path), Image = state.Repository, Expected = digest.Text };
        var own = images?.Where(i => IsOwn(state, i)).ToList() ?? [];
        if (own.Count == 0)
        {
            yield return finding;
        }

        foreach (var image in own.Where(i => i.Digest != digest))
        {
            yield return finding with { Rule = DriftRule.LockDiffers, Place = image.Place ?? finding.Place, Image = image.Name, Actual = image.Digest?.Text ?? "" };
        }
    }

    // An image of a layout is called in the lock as people called it first; it is known by the digests it had.
    private static bool IsOwn(ExpectedState state, KnownImage image) =>
        OciLayoutReference.IsOne(state.Settings.Repository) ? state.History.Occupancies.Any(o => o.Digest == image.Digest) : image.Repository == state.Repository;
}
