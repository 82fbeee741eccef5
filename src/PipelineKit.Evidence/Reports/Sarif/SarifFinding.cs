namespace PipelineKit.Evidence;

/// <summary>
/// What a result means, by what the tools write. The result's own words come before the rule's: Trivy shares a rule among all packages of a vulnerability, and the last of them writes it.
/// </summary>
internal static class SarifFinding
{
    /// <summary>The findings of a result: one, but for a rule about several packages whose result does not say which; none for a result that is no finding.</summary>
    public static IEnumerable<Finding> Of(SarifResult result, SarifRule? rule, string tool, FindingCollector collector)
    {
        if (!result.IsFinding)
        {
            yield break;
        }

        var ruleId = result.RuleId.Length > 0 ? result.RuleId : rule?.Id ?? $"rule {result.RuleIndex}";
        var kind = KindOf(ruleId, rule);
        var packages = kind is FindingKind.Secret or FindingKind.Misconfiguration ? [PackageIdentity.None] : SarifPackages.Of(result, rule, collector);
        var (severity, ratings) = Rate(result, rule, kind, tool, collector);
        var fix = FixedVersions.Split(FirstOf(SarifText.Fact(result.Message, "Fixed Version", "Fix Version"), rule?.FixedVersion, SarifText.Fact(rule?.Help ?? "", "Fix Version")) is { } text
            && text is not ("not fixed" or "none" or "None") ? text : null);
        foreach (var package in packages)
        {
            yield return new Finding
            {
                Kind = kind,
                Id = kind == FindingKind.Vulnerability && tool == "grype" ? WithoutPackage(ruleId, package.Name) : ruleId,
                Aliases = rule is null ? [] : [.. rule.Aliases.Where(a => a != ruleId).Distinct(StringComparer.Ordinal)],
                Package = package,
                Path = result.Place.Path,
                Line = kind == FindingKind.Vulnerability ? null : result.Place.Line,
                Severity = severity,
                Ratings = ratings,
                Fix = kind == FindingKind.Vulnerability && fix.Count > 0 ? FixState.Fixed : FixState.Unknown,
                FixedVersions = kind == FindingKind.Vulnerability ? fix : [],
                Title = kind == FindingKind.Secret ? "" : rule?.Title ?? "",
                Url = rule?.Url,
                Suppression = result.Suppression,
            };
        }
    }

    private static FindingKind KindOf(string ruleId, SarifRule? rule)
    {
        if (ruleId.StartsWith("MAL-", StringComparison.Ordinal))
        {
            return FindingKind.Malware;
        }

        var said = rule?.Name switch
        {
            "Secret" => FindingKind.Secret,
            "Misconfiguration" => FindingKind.Misconfiguration,
            "License" => FindingKind.License,
            "OsPackageVulnerability" or "LanguageSpecificPackageVulnerability" => FindingKind.Vulnerability,
            _ => (FindingKind?)null,
        };
        return said
            ?? (VulnerabilityForms.IsOne(ruleId) ? FindingKind.Vulnerability
            : Has(rule, "secret") ? FindingKind.Secret
            : Has(rule, "license") ? FindingKind.License
            : Has(rule, "vulnerability") ? FindingKind.Vulnerability
            : FindingKind.Misconfiguration);
    }

    private static bool Has(SarifRule? rule, string tag) => rule is not null && rule.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase);

    private static (Severity Severity, IReadOnlyList<SeverityRating> Ratings) Rate(SarifResult result, SarifRule? rule, FindingKind kind, string tool, FindingCollector collector)
    {
        var score = result.OwnScore ?? rule?.Score;
        var word = SeverityWords.Parse(SarifText.Fact(result.Message, "Severity"));
        if (word == Severity.Unknown && rule is not null)
        {
            word = SeverityWords.Parse(FirstOf(rule.SeverityWord, SarifText.Fact(rule.Help, "Severity"), rule.Tags.FirstOrDefault(t => SeverityWords.Parse(t) != Severity.Unknown)));
        }

        // Tools write 0.0 where they know no score.
        var fromScore = score > 0 ? Cvss.SeverityOf(score.Value) : Severity.Unknown;
        IReadOnlyList<SeverityRating> ratings = score > 0 || word != Severity.Unknown
            ? [collector.Rating(tool, word == Severity.Unknown ? fromScore : word, score > 0 ? score : null, rule?.Vector)]
            : [];
        return (word != Severity.Unknown ? word : fromScore != Severity.Unknown ? fromScore : OfLevel(result, rule, kind, tool), ratings);
    }

    /// <summary>The level is a statement only where it differs between results: OSV-Scanner writes <c>warning</c> everywhere.</summary>
    private static Severity OfLevel(SarifResult result, SarifRule? rule, FindingKind kind, string tool)
    {
        if (kind is FindingKind.Vulnerability or FindingKind.Malware && tool is "osv-scanner" or "trivy" or "grype" or "docker-scout")
        {
            return Severity.Unknown;
        }

        return FirstOf(result.Level, rule?.DefaultLevel) switch
        {
            "error" => Severity.High,
            "note" => Severity.Low,
            "none" => Severity.Negligible,
            _ => Severity.Medium,
        };
    }

    /// <summary>Grype's rules are named <c>CVE-2019-1549-libssl1.1</c>.</summary>
    private static string WithoutPackage(string ruleId, string package) =>
        package.Length > 0 && ruleId.Length > package.Length + 1 && ruleId.EndsWith("-" + package, StringComparison.Ordinal) ? ruleId[..^(package.Length + 1)]
        : VulnerabilityForms.Prefix(ruleId) ?? ruleId;

    private static string? FirstOf(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (!string.IsNullOrEmpty(text))
            {
                return text;
            }
        }

        return null;
    }
}
