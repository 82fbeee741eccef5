using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Drift;

/// <summary>Compares what a registry has with what is recorded.</summary>
internal static class RegistryJudge
{
    private const int MostParts = 5;

    /// <summary>The differences; what could not be found out is among <paramref name="problems"/>.</summary>
    internal static async Task<IReadOnlyList<DriftFinding>> JudgeAsync(ExpectedState state, Digest digest, ImagePlace place, bool deep, List<Failure> problems, CancellationToken cancellation)
    {
        try
        {
            return await LookAsync(state, digest, place, deep, cancellation);
        }
        catch (RegistryException e)
        {
            problems.AddRange(FailureMap.From(e, cancelled: false));
        }
        catch (IOException e)
        {
            problems.Add(new Failure(FailureCodes.UnreadableFile, $"{state.Repository}: {e.Message}"));
        }

        return [new DriftFinding { Rule = DriftRule.Unreadable, Environment = state.Name, Where = state.Repository, Expected = digest.Text }];
    }

    private static async Task<IReadOnlyList<DriftFinding>> LookAsync(ExpectedState state, Digest digest, ImagePlace place, bool deep, CancellationToken cancellation)
    {
        var found = new List<DriftFinding>();
        var image = new DriftFinding { Rule = DriftRule.DigestGone, Environment = state.Name, Where = state.Repository, Expected = digest.Text };
        var isThere = await IsThereAsync(place, digest, cancellation);
        if (!isThere)
        {
            found.Add(image);
        }

        if (state.Settings.Tag is { Length: > 0 } tag)
        {
            var meant = await place.Store.FindTagAsync(place.Repository, tag, cancellation);
            if (meant is null)
            {
                found.Add(image with { Rule = DriftRule.TagGone, Where = $"{state.Repository}:{tag}" });
            }
            else if (meant.Digest != digest)
            {
                found.Add(image with { Rule = DriftRule.TagMoved, Where = $"{state.Repository}:{tag}", Actual = meant.Digest.Text });
            }
        }

        if (deep && isThere && await ClosureCheck.RunAsync(place, digest, state.Settings.Closure, cancellation) is { IsComplete: false } report)
        {
            var more = report.Missing.Count - MostParts;
            found.Add(image with { Rule = DriftRule.Incomplete, Detail = $"Missing: {string.Join(", ", report.Missing.Take(MostParts))}{(more > 0 ? $" and {more} more" : "")}." });
        }

        return found;
    }

    private static async Task<bool> IsThereAsync(ImagePlace place, Digest digest, CancellationToken cancellation)
    {
        try
        {
            await place.Store.ResolveAsync(ImageReference.Parse($"{place.Text}@{digest}"), cancellation);
            return true;
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.NotFound)
        {
            return false;
        }
    }
}
