using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>A side of the comparison.</summary>
public enum Arm
{
    /// <summary>What runs now.</summary>
    Baseline,

    /// <summary>What is asked about.</summary>
    Canary,
}

/// <summary>How the series of an arm are found.</summary>
/// <param name="Arm">Which.</param>
/// <param name="Digest">What runs there.</param>
/// <param name="Matcher">The label matchers without braces, such as <c>track="canary"</c>, as a template.</param>
/// <param name="Labels">Values for <c>{{ scope.labels.NAME }}</c>.</param>
public sealed record ArmScope(Arm Arm, Digest Digest, string Matcher, IReadOnlyDictionary<string, string> Labels);

/// <summary>Both arms, and how it is proved that their series are those of the digests.</summary>
/// <param name="Baseline">What runs now.</param>
/// <param name="Canary">What is asked about.</param>
/// <param name="CheckQuery">A template that is asked for each arm: its series must have the digest in a label; empty for none, which proves nothing unless the matcher has the digest.</param>
public sealed record ScopePair(ArmScope Baseline, ArmScope Canary, string CheckQuery)
{
    /// <summary>The scope of an arm.</summary>
    public ArmScope Of(Arm arm) => arm == Arm.Canary ? Canary : Baseline;
}
