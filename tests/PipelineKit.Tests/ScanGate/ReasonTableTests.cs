using PipelineKit.Evidence;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.ScanGate;

public sealed class ReasonTableTests
{
    [Fact]
    public void The_guide_has_every_reason_there_is_with_its_meaning()
    {
        var guide = File.ReadAllText(Path.Combine(Peer.RepositoryRoot, "docs/scan-gate.md"));
        var table = guide[guide.IndexOf("<!-- reasons -->", StringComparison.Ordinal)..guide.IndexOf("<!-- /reasons -->", StringComparison.Ordinal)];

        Assert.Equal(GateReasons.All.Select(r => $"| `{r.Code}` | {r.Meaning} |"), table.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)));
    }
}
