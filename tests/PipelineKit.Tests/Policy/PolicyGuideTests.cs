using System.Text;
using PipelineKit.Policy;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Policy;

/// <summary>What the documentation shows of policies and exceptions is what the readers and the schemas take.</summary>
public sealed class PolicyGuideTests
{
    private const string Guide = "docs/scan-gate-policy.md";

    private static readonly MarkdownFence[] Samples = [.. MarkdownFence.OfDocumentation().Where(f => f.Language == "yaml")];

    public static TheoryData<string, string> Policies => Of("GatePolicy");

    public static TheoryData<string, string> Exceptions => Of("GateExceptions");

    [Theory]
    [MemberData(nameof(Policies))]
    public void A_policy_of_the_documentation_is_one(string place, string sample)
    {
        Assert.Empty(PolicyDocument.Violations("policy", sample));
        Assert.Equal(place, GatePolicyFile.Read(Encoding.UTF8.GetBytes(sample), place).Name);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Exceptions_of_the_documentation_are_some(string place, string sample)
    {
        Assert.Empty(PolicyDocument.Violations("exceptions", sample));
        Assert.All(ExceptionFiles.Read(Encoding.UTF8.GetBytes(sample), place), e => Assert.Equal((place, false), (e.File, e.IsImported)));
    }

    [Fact]
    public void Every_sample_of_the_guide_is_a_policy_or_has_exceptions()
    {
        var samples = Samples.Where(s => s.File == Guide).ToArray();

        Assert.True(samples.Length > 10, $"only {samples.Length} samples were found");
        Assert.All(samples, s => Assert.True(Is(s, "GatePolicy") || Is(s, "GateExceptions"), $"{s.File}:{s.Line}"));
    }

    [Fact]
    public void Every_policy_of_the_guide_keeps_what_is_exploited_out() =>
        Assert.All(
            Samples.Where(s => s.File == Guide && Is(s, "GatePolicy")),
            s => Assert.Contains(GatePolicyFile.Read(Encoding.UTF8.GetBytes(s.Text), s.File).Vulnerabilities, rule => rule is { Exploited: true, PastDue: false, From: null, Packages.Count: 0 }));

    private static bool Is(MarkdownFence sample, string kind) => sample.Text.StartsWith($"apiVersion: pipelinekit/v1\nkind: {kind}", StringComparison.Ordinal);

    private static TheoryData<string, string> Of(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var sample in Samples.Where(s => Is(s, kind)))
        {
            data.Add($"{sample.File}:{sample.Line}", sample.Text);
        }

        return data;
    }
}
