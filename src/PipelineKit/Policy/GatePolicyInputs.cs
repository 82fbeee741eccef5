using System.Globalization;
using System.Text;
using PipelineKit.Evidence;
using PipelineKit.Oci;

namespace PipelineKit.Policy;

/// <summary>The small policy that inputs of a step can stand for. It becomes a policy text of its own, so that the decision shows it, and so that it can be replayed and grown into a file.</summary>
public sealed record GatePolicyInputs
{
    /// <summary>What the policy made of inputs is called.</summary>
    public const string Name = "inputs";

    /// <summary>Vulnerabilities from this severity on block; null for the default rules (<see cref="VulnerabilityRule.Defaults"/>).</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Whether only what has a fix blocks by its severity or EPSS; what is exploited or malicious blocks in any case.</summary>
    public bool OnlyFixed { get; init; }

    /// <summary>Whether what is known to be exploited blocks.</summary>
    public bool FailOnExploited { get; init; } = true;

    /// <summary>EPSS probability from which a vulnerability blocks, above 0 and at most 1; null for none.</summary>
    public double? EpssThreshold { get; init; }

    /// <summary>Oldest scan; null for no limit.</summary>
    public TimeSpan? MaxScanAge { get; init; }

    /// <summary>Oldest vulnerability data; null for no limit.</summary>
    public TimeSpan? MaxDatabaseAge { get; init; }

    /// <summary>Licences that are allowed, SPDX identifiers or patterns; everything else is reviewed then.</summary>
    public IReadOnlyList<string> AllowLicenses { get; init; } = [];

    /// <summary>Licences that block.</summary>
    public IReadOnlyList<string> DenyLicenses { get; init; } = [];

    /// <summary>Whether a bill of materials must be there.</summary>
    public bool SbomRequired { get; init; }

    /// <summary>Profiles it must satisfy.</summary>
    public IReadOnlyList<string> SbomProfiles { get; init; } = [];

    /// <summary>Platforms that must be covered; empty for all of the image.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>How the image is compared with what runs.</summary>
    public CompareMode Compare { get; init; }

    /// <summary>Authors whose VEX statements are believed.</summary>
    public IReadOnlyList<string> VexTrust { get; init; } = [];

    /// <summary>Whether evidence that is not bound to the digest of the image counts.</summary>
    public bool AllowUnbound { get; init; }

    /// <summary>The policy, read from <see cref="ToYaml"/>: name <c>inputs</c>, digest and text are of that text.</summary>
    /// <exception cref="PipelineKit.Failures.FailureException">PK0702: a value is not one a policy can have (a licence that is none, a profile that is not known).</exception>
    public GatePolicy ToPolicy()
    {
        var text = ToYaml();
        var content = Encoding.UTF8.GetBytes(text);
        return (IsPlain ? PlainPolicy.Of(this, Digest.Sha256(content)) : GatePolicyFile.Read(content, Name)) with { Text = text };
    }

    // Nothing in it can be wrong, so that its text need not be read to know what it means. Reading YAML is a third of the time a small report takes.
    private bool IsPlain =>
        EpssThreshold is null && IsPlainSpan(MaxScanAge) && IsPlainSpan(MaxDatabaseAge) && AllowLicenses.Count + DenyLicenses.Count + SbomProfiles.Count + Platforms.Count + VexTrust.Count == 0;

    private static bool IsPlainSpan(TimeSpan? span) => span is null || (span > TimeSpan.Zero && span.Value.Ticks % TimeSpan.TicksPerSecond == 0);

    /// <summary>The policy file these inputs stand for. Equal inputs give equal text.</summary>
    public string ToYaml()
    {
        var text = new PolicyWriter().Line($"apiVersion: {PolicyText.ApiVersion}").Line($"kind: {GatePolicyFile.Kind}");
        text.Line("evidence:").Line($"  bound: {(AllowUnbound ? "false" : "true")}");
        text.List("  platforms", Platforms).Span("  max-scan-age", MaxScanAge).Span("  max-database-age", MaxDatabaseAge);
        text.Line("vulnerabilities:");
        if (FailOnExploited)
        {
            text.Rule("exploited", "exploited: true");
        }

        text.Rule("malware", "malware: true");
        var fixable = OnlyFixed ? "fixable: true" : null;
        if (FailOn is { } from)
        {
            text.Rule("severity", $"min-severity: {PolicyText.Severities[(int)from]}", fixable);
        }
        else
        {
            text.Rule("critical", "min-severity: critical", fixable);
            text.Rule("high-with-fix", "min-severity: high", "fixable: true");
        }

        if (EpssThreshold is { } epss)
        {
            text.Rule("epss", string.Create(CultureInfo.InvariantCulture, $"epss: {epss:0.##########}"), fixable);
        }

        text.Rule("unknown", "unknown-severity: true", "action: review");
        text.Line($"compare: {(Compare == CompareMode.NoWorse ? "no-worse" : "all")}");
        text.Section("licenses", AllowLicenses.Count + DenyLicenses.Count > 0).List("  allow", AllowLicenses).List("  deny", DenyLicenses);
        text.Line("sbom:").Line($"  required: {(SbomRequired ? "true" : "false")}").List("  profiles", SbomProfiles);
        return text.Section("vex", VexTrust.Count > 0).List("  trust", VexTrust).ToString();
    }
}
