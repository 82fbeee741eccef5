using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.Policy;

/// <summary>The policy of inputs that have no list and no number: what <see cref="GatePolicyFile"/> reads from their text, without reading it. A test holds the two to each other.</summary>
internal static class PlainPolicy
{
    internal static GatePolicy Of(GatePolicyInputs inputs, Digest digest) => new()
    {
        Digest = digest,
        Name = GatePolicyInputs.Name,
        Evidence = new EvidenceRules { Bound = !inputs.AllowUnbound, ScanAge = inputs.MaxScanAge, DatabaseAge = inputs.MaxDatabaseAge },
        Vulnerabilities = Rules(inputs),
        Compare = inputs.Compare,
        Bom = new BomRules { Required = inputs.SbomRequired },
    };

    private static List<VulnerabilityRule> Rules(GatePolicyInputs inputs)
    {
        var rules = new List<VulnerabilityRule>();
        if (inputs.FailOnExploited)
        {
            rules.Add(new VulnerabilityRule { Id = "exploited", Exploited = true });
        }

        rules.Add(new VulnerabilityRule { Id = "malware", Malware = true });
        bool? fixable = inputs.OnlyFixed ? true : null;
        if (inputs.FailOn is { } from)
        {
            rules.Add(new VulnerabilityRule { Id = "severity", From = from, Fixable = fixable });
        }
        else
        {
            rules.Add(new VulnerabilityRule { Id = "critical", From = Severity.Critical, Fixable = fixable });
            rules.Add(new VulnerabilityRule { Id = "high-with-fix", From = Severity.High, Fixable = true });
        }

        rules.Add(new VulnerabilityRule { Id = "unknown", OnlyUnknown = true, Action = GateAction.Review });
        return rules;
    }
}
