namespace PipelineKit.Evidence;

/// <summary>What a SARIF log shows to have been looked at: only where something was found, for it lists nothing else.</summary>
internal static class SarifCoverage
{
    /// <summary>The ecosystems and kinds of the findings, ordered.</summary>
    public static IReadOnlyList<CoveredPart> Of(IReadOnlyList<Finding> findings)
    {
        var parts = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            var part = finding.Kind switch
            {
                FindingKind.Secret => "secret",
                FindingKind.Misconfiguration => "misconfiguration",
                FindingKind.License => "license",
                _ => finding.Package.Type,
            };
            if (part.Length > 0)
            {
                parts.Add(part);
            }
        }

        var coverage = new List<CoveredPart>(parts.Count);
        foreach (var part in parts)
        {
            coverage.Add(new CoveredPart(part, "", null));
        }

        return coverage;
    }
}
