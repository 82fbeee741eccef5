namespace PipelineKit.DigestPin;

/// <summary>Findings about the repository as a whole rather than about one reference.</summary>
internal static class RepositoryFindings
{
    internal static IEnumerable<Finding> Of(IReadOnlyList<Decision> decisions, Situation situation) =>
        decisions
            .Where(d => d.Reference.Image?.Tag is not null && d.PinAfter is not null && d.Status != ReferenceStatus.Excluded)
            .GroupBy(d => d.Reference.Key, StringComparer.Ordinal)
            .Where(g => g.Select(d => d.PinAfter).Distinct(StringComparer.Ordinal).Count() > 1)
            .SelectMany(g => g.Select(d => TwoDigests(d, g, situation)));

    private static Finding TwoDigests(Decision decision, IEnumerable<Decision> group, Situation situation)
    {
        var other = group.First(d => d.PinAfter != decision.PinAfter);
        return new Finding(
            FindingRule.TwoDigests,
            situation.CheckError,
            $"`{decision.Reference.Key}` is {decision.PinAfter} here and {other.PinAfter} at {other.Reference.Site.Path}:{other.Reference.Site.Line}.",
            decision.Reference.Place);
    }
}
