using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// Reads the policy of a gate (docs/reference/policy.schema.json): YAML with <c>kind: GatePolicy</c>. What the file leaves out has its default; what it has and is not known is an error, so that a
/// misspelt rule never means no rule.
/// </summary>
public static class GatePolicyFile
{
    /// <summary>The <c>kind</c> of the file.</summary>
    public const string Kind = "GatePolicy";

    private static readonly string[] Keys =
    [
        "apiVersion", "kind", "evidence", "vulnerabilities", "severity", "compare", "licenses", "secrets", "misconfigurations", "sbom", "end-of-life", "exceptions", "vex",
    ];

    private static readonly string[] Comparisons = ["all", "no-worse"];
    private static readonly string[] Thresholds = [.. PolicyText.Severities, "ignore"];

    /// <summary>Reads a policy.</summary>
    /// <param name="content">The file, UTF-8.</param>
    /// <param name="name">Its path as the user knows it, for messages and for <see cref="GatePolicy.Name"/>.</param>
    /// <exception cref="FailureException">PK0702 with file, line and column for everything that is wrong with it.</exception>
    public static GatePolicy Read(ReadOnlyMemory<byte> content, string name)
    {
        var root = LimitedYaml.Read(content, name, YamlLimits.Default, FailureCodes.BadPolicy);
        if (root.Shape != YamlShape.Mapping)
        {
            throw root.Error("this is not a policy", $"A policy begins with `apiVersion: {PolicyText.ApiVersion}` and `kind: {Kind}`.");
        }

        var problems = new List<Failure>();
        var fields = new PolicyFields(root, problems, Keys);
        PolicyHeader.Check(fields, Kind);
        var defaults = new GatePolicy { Digest = Digest.Sha256(content.Span), Name = name };
        var policy = defaults with
        {
            Evidence = EvidenceSection.Read(fields["evidence"], problems),
            Vulnerabilities = VulnerabilitySection.Read(fields["vulnerabilities"], problems),
            Severity = SeverityOf(fields["severity"], problems),
            Compare = (CompareMode)fields.Word("compare", Comparisons, (int)defaults.Compare),
            Licenses = LicenseSection.Read(fields["licenses"], problems),
            Secrets = ActionOf(fields, "secrets", defaults.Secrets),
            Misconfigurations = fields.Word("misconfigurations", Thresholds, (int)defaults.Misconfigurations!) is var word && word < PolicyText.Severities.Count ? (Severity)word : null,
            Bom = BomSection.Read(fields["sbom"], problems),
            EndOfLife = ActionOf(fields, "end-of-life", defaults.EndOfLife),
            Exceptions = ExceptionsOf(fields["exceptions"], problems),
            Vex = VexOf(fields["vex"], problems),
        };
        PolicyText.ThrowIfAny(problems);
        return policy;
    }

    /// <summary>The action a key names.</summary>
    internal static GateAction ActionOf(PolicyFields fields, string key, GateAction otherwise) => (GateAction)fields.Word(key, PolicyText.Actions, (int)otherwise);

    private static SeverityRules SeverityOf(YamlValue? section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "disagreement", "prefer");
        var prefer = fields.Texts("prefer");
        var rule = (Disagreement)fields.Word("disagreement", ["worst", "trusted-first", "quorum"], 0);
        if (rule == Disagreement.TrustedFirst && prefer.Count == 0)
        {
            fields.Problem("disagreement", "`trusted-first` needs to know whom to trust", "Name the sources in `prefer`, first first: `prefer: [vendor, ghsa, nvd]`.");
        }

        return new SeverityRules(rule, [.. prefer.Select(p => p.ToLowerInvariant())]);
    }

    private static ExceptionRules ExceptionsOf(YamlValue? section, List<Failure> problems)
    {
        var defaults = new ExceptionRules();
        var fields = new PolicyFields(section, problems, "max-age", "warn-before", "unused", "expired", "imports-without-expiry");
        return new ExceptionRules
        {
            MaximumAge = fields.Span("max-age") ?? defaults.MaximumAge,
            WarnBefore = fields.Span("warn-before") ?? defaults.WarnBefore,
            Unused = ActionOf(fields, "unused", defaults.Unused),
            Expired = ActionOf(fields, "expired", defaults.Expired),
            ImportsWithoutExpiry = fields.Flag("imports-without-expiry", defaults.ImportsWithoutExpiry),
        };
    }

    private static VexRules VexOf(YamlValue? section, List<Failure> problems)
    {
        var defaults = new VexRules();
        var fields = new PolicyFields(section, problems, "trust", "unmatched", "unversioned-products", "investigation-grace");
        return new VexRules
        {
            Trust = fields.Texts("trust"),
            Unmatched = ActionOf(fields, "unmatched", defaults.Unmatched),
            UnversionedProducts = fields.Flag("unversioned-products", defaults.UnversionedProducts),
            InvestigationGrace = fields.Span("investigation-grace"),
        };
    }
}
