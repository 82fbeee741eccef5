using System.Text;
using PipelineKit.Policy;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Policy;

/// <summary>What docs/scan-gate-policy.md shows is what the readers and the schemas take.</summary>
public sealed class PolicyGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs", "scan-gate-policy.md"));

    public static TheoryData<string> Policies => [.. Samples("GatePolicy")];

    public static TheoryData<string> Exceptions => [.. Samples("GateExceptions")];

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_of_the_guide_is_one(string sample)
    {
        Assert.Empty(PolicyDocument.Violations("policy", sample));
        Assert.NotNull(GatePolicyFile.Read(Encoding.UTF8.GetBytes(sample), "guide"));
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exceptions_of_the_guide_are_some(string sample)
    {
        Assert.Empty(PolicyDocument.Violations("exceptions", sample));
        Assert.NotEmpty(ExceptionFiles.Read(Encoding.UTF8.GetBytes(sample), "guide.yaml"));
    }

    [Fact]
    public void Every_sample_of_the_guide_is_a_policy_or_has_exceptions() =>
        Assert.Equal(Guide.Split("```yaml\n").Length - 1, Samples("GatePolicy").Count() + Samples("GateExceptions").Count());

    [Fact]
    public void Every_rule_set_of_the_guide_keeps_what_is_exploited_out() =>
        Assert.All(
            Samples("GatePolicy").Select(s => GatePolicyFile.Read(Encoding.UTF8.GetBytes(s), "guide")),
            policy => Assert.Contains(policy.Vulnerabilities, rule => rule is { Exploited: true, PastDue: false, From: null }));

    private static IEnumerable<string> Samples(string kind) =>
        Guide.Split("```yaml\n").Skip(1).Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)]).Where(sample => sample.Contains($"kind: {kind}\n", StringComparison.Ordinal));
}
