using PipelineKit.Ci;
using PipelineKit.Files;
using PipelineKit.Oci;

namespace PipelineKit.Drift;

/// <summary>Compares what runs in a cluster, and what its objects ask for, with what is recorded.</summary>
/// <param name="state">What is recorded.</param>
/// <param name="family">Knows which digests are of one image.</param>
/// <param name="ignore">Workloads and images that are left out.</param>
/// <param name="unmanaged">What becomes of images nobody recorded.</param>
internal sealed class ClusterJudge(ExpectedState state, ImageFamily family, GlobSet ignore, UnmanagedImages unmanaged)
{
    private readonly Dictionary<string, DriftFinding> _findings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The differences. Pods of one workload that differ in the same way are one finding.</summary>
    internal async Task<IReadOnlyList<DriftFinding>> JudgeAsync(IReadOnlyList<ClusterImage> images, string where, CancellationToken cancellation)
    {
        var isThere = false;
        foreach (var image in images.Where(i => !ignore.Matches(i.Workload)))
        {
            if (!ImageReference.TryParse(image.Image, out var reference, out var problem))
            {
                Add(image, DriftRule.RunningUnknown, "", "", $"`{image.Image}` is no reference: {problem}.");
                continue;
            }

            isThere |= state.IsOwn(reference);
            if (!ignore.Matches(ExpectedState.NameOf(reference)))
            {
                await OneAsync(image, reference, cancellation);
            }
        }

        var found = _findings.Select(f => _counts[f.Key] == 1 ? f.Value : f.Value with { Detail = $"{f.Value.Detail} The same in {_counts[f.Key] - 1} more.".TrimStart() }).ToList();
        if (!isThere && state.Digest is { } digest)
        {
            found.Add(new DriftFinding { Rule = DriftRule.NotRunning, Environment = state.Name, Where = where, Image = state.Repository, Expected = digest.Text });
        }

        return found;
    }

    private async Task OneAsync(ClusterImage image, ImageReference reference, CancellationToken cancellation)
    {
        var recorded = state.DigestsOf(reference);
        var expected = string.Join(" or ", recorded.Select(d => d.Text));
        if (state.IsElsewhere(reference))
        {
            Add(image, DriftRule.OtherRepository, expected, reference.Digest?.Text ?? "", $"Here it is `{state.Repository}`.");
        }
        else if (recorded.Count == 0)
        {
            if (state.IsOwn(reference))
            {
                Add(image, DriftRule.NoRecord, "", "", "");
            }
            else if (unmanaged != UnmanagedImages.Ignore)
            {
                Add(image, DriftRule.Unmanaged, "", "", "");
            }
        }
        else if (image.Runs)
        {
            await RunningAsync(image, reference, recorded, expected, cancellation);
        }
        else if (reference.Digest is not { } asked)
        {
            Add(image, DriftRule.SpecUnpinned, expected, "", "");
        }
        else if (await (state.IsOwn(reference) ? family : ImageFamily.Offline).HasAsync(state, reference, recorded, asked, cancellation) != true)
        {
            Add(image, DriftRule.SpecDiffers, expected, asked.Text, "");
        }
    }

    private async Task RunningAsync(ClusterImage image, ImageReference reference, IReadOnlyList<Digest> recorded, string expected, CancellationToken cancellation)
    {
        var id = image.ImageId[(image.ImageId.LastIndexOf('@') + 1)..];
        id = id[(id.LastIndexOf('/') + 1)..];
        if (!Digest.TryParse(id, out var runs))
        {
            Add(image, DriftRule.RunningUnknown, expected, "", image.ImageId.Length == 0 ? "It has not started." : $"`{image.ImageId}` is no digest.");
            return;
        }

        switch (await family.HasAsync(state, reference, recorded, runs, cancellation))
        {
            case true when reference.Digest is null && image.Owner.Length == 0:
                Add(image, DriftRule.SpecUnpinned, expected, "", "");
                break;
            case false:
                Add(image, DriftRule.RunningDiffers, expected, runs.Text, state.History.Rejected.ContainsKey(runs) ? "It was rejected." : "");
                break;
            case null:
                Add(image, DriftRule.RunningUnknown, expected, runs.Text, "It may be a platform of that image: the lock does not have all of its platforms, and the registry was not asked or did not answer.");
                break;
            default:
                break;
        }
    }

    private void Add(ClusterImage image, DriftRule rule, string expected, string actual, string detail)
    {
        // What made the pod is one thing, however many pods it made. An image nobody recorded is one thing in a namespace.
        var group = rule == DriftRule.Unmanaged ? $"{image.Namespace}/{image.Image}" : image.Owner.Length > 0 ? $"{image.Namespace}/{image.Owner}/{image.Container}" : $"{image.Workload}/{image.Container}";
        var key = $"{rule.Id} {group} {actual} {detail}";
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        _findings.TryAdd(key, new DriftFinding
        {
            Rule = rule,
            Environment = state.Name,
            Where = $"{image.Workload}/{image.Container}",
            Image = image.Image,
            Expected = expected,
            Actual = actual,
            Detail = detail,
            Level = rule == DriftRule.Unmanaged && unmanaged == UnmanagedImages.Fail ? AnnotationLevel.Error : null,
        });
    }
}
