using PipelineKit.Promotion;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Promotion;

public sealed class GateReasonTableTests
{
    [Fact]
    public void The_guide_has_every_reason_there_is_with_meaning_and_remedy()
    {
        var guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/promote-gates.md"));
        var table = guide[guide.IndexOf("<!-- reasons -->", StringComparison.Ordinal)..guide.IndexOf("<!-- /reasons -->", StringComparison.Ordinal)];

        Assert.Equal(PromotionReason.All.Select(r => $"| `{r.Code}` | {r.Meaning} | {r.Remedy} |"), table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)));
    }

    [Fact]
    public void Settings_in_the_guide_are_read()
    {
        var guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/promote-gates.md"));
        var samples = guide.Split("```yaml\n").Skip(1).Select(s => s[..s.IndexOf("```", StringComparison.Ordinal)]).ToArray();

        Assert.NotEmpty(samples);
        Assert.All(samples, s => Assert.Empty(Policy.PolicyDocument.Violations("promotion", s)));
        Assert.All(samples, s => PromotionSettingsFile.Read(System.Text.Encoding.UTF8.GetBytes(s), "guide.yaml"));
    }
}
