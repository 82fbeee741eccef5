using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Files;
using PipelineKit.Manifests;
using PipelineKit.Oci;

namespace PipelineKit.Drift;

/// <summary>Compares the references of manifests with what is recorded.</summary>
/// <param name="state">What is recorded.</param>
/// <param name="family">Knows which digests are of one image.</param>
/// <param name="ignore">Images that are left out.</param>
/// <param name="unmanaged">What becomes of those nobody recorded.</param>
internal sealed class ManifestJudge(ExpectedState state, ImageFamily family, GlobSet ignore, UnmanagedImages unmanaged)
{
    /// <summary>The differences.</summary>
    /// <param name="sites">The references.</param>
    /// <param name="names">Which files they are of, for people.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<DriftFinding>> JudgeAsync(IReadOnlyList<ReferenceSite> sites, string names, CancellationToken cancellation)
    {
        var findings = new List<DriftFinding>();
        var isNamed = false;
        foreach (var site in sites.Where(s => !s.IsUses && !s.IsLockOnly && !s.Excluded))
        {
            if (!ImageReference.TryParse(site.Reference, out var reference, out var problem))
            {
                findings.AddRange(Unknown(site, $"It is no reference: {problem}."));
                continue;
            }

            isNamed |= state.IsOwn(reference);
            if (!ignore.Matches(ExpectedState.NameOf(reference)))
            {
                findings.AddRange(await OneAsync(site, reference, cancellation));
            }
        }

        if (!isNamed && state.Digest is { } current)
        {
            findings.Add(Finding(DriftRule.ManifestMissing) with { Where = names, Image = state.Repository, Expected = current.Text });
        }

        return findings;
    }

    private async Task<IReadOnlyList<DriftFinding>> OneAsync(ReferenceSite site, ImageReference reference, CancellationToken cancellation)
    {
        var recorded = state.DigestsOf(reference);
        var expected = string.Join(" or ", recorded.Select(d => d.Text));
        if (state.IsElsewhere(reference))
        {
            return [At(site, DriftRule.OtherRepository) with { Expected = expected, Actual = reference.Digest?.Text ?? "", Detail = $"Here it is `{state.Repository}`." }];
        }

        return (recorded.Count, reference.Digest) switch
        {
            (0, _) when state.IsOwn(reference) => [At(site, DriftRule.NoRecord)],
            (0, _) => Unknown(site, ""),
            (_, null) => [At(site, DriftRule.ManifestUnpinned) with { Expected = expected }],
            (_, { } digest) => await FamilyOf(reference).HasAsync(state, reference, recorded, digest, cancellation) == true ? [] : [At(site, DriftRule.ManifestDiffers) with { Expected = expected, Actual = digest.Text, Detail = Rejected(digest) }],
        };
    }

    // Who writes the digest of a platform of another image has it from the lock, or it is not recorded.
    private ImageFamily FamilyOf(ImageReference reference) => state.IsOwn(reference) ? family : ImageFamily.Offline;

    private string Rejected(Digest digest) => state.History.Rejected.TryGetValue(digest, out var line) ? $"It was rejected{(line.Reason.Length > 0 ? $": {line.Reason}" : "")}." : "";

    private DriftFinding[] Unknown(ReferenceSite site, string detail) =>
        unmanaged == UnmanagedImages.Ignore ? [] : [At(site, DriftRule.Unmanaged) with { Detail = detail, Level = unmanaged == UnmanagedImages.Fail ? AnnotationLevel.Error : null }];

    private DriftFinding At(ReferenceSite site, DriftRule rule) => Finding(rule) with
    {
        Where = $"{site.Path}:{site.Line}",
        Place = new SourcePlace(site.Path, site.Line, site.Column, site.EndColumn),
        Image = site.Reference,
    };

    private DriftFinding Finding(DriftRule rule) => new() { Rule = rule, Environment = state.Name, Where = "" };
}
