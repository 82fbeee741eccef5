using PipelineKit.DigestPin;
using PipelineKit.Oci;
using PipelineKit.Tests.Ci;
using Xunit;

namespace PipelineKit.Tests.DigestPin;

/// <summary>Every outcome of digest-pin is what the schema of result.json says.</summary>
public sealed class ResultSchemaTests
{
    [Theory]
    [InlineData(PinMode.Pin)]
    [InlineData(PinMode.Check)]
    [InlineData(PinMode.Update)]
    [InlineData(PinMode.Unpin)]
    public async Task Of_every_mode(PinMode mode)
    {
        using var world = new PinWorld()
            .Write(".github/workflows/ci.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    container: nginx:1.29\n    steps:\n    - uses: actions/checkout@v4\n    - uses: acme/tool@main\n")
            .Write("Dockerfile", "FROM nope:1\nFROM $BASE\nFROM redis:8\n")
            .Image("docker.io/library/nginx:1.29", 1)
            .Image("docker.io/library/redis:8", 2)
            .Refuse("docker.io/library/nope:1", RegistryProblem.NotFound)
            .Refs("actions/checkout", ("refs/tags/v4", 4), ("refs/tags/v4.2.2", 4))
            .Refs("acme/tool", ("refs/heads/main", 7));
        Assert.Empty(Violations(await world.RunAsync(mode, ("dry-run", "true"))));
        await world.RunAsync(PinMode.Pin);

        var result = await world.RunAsync(mode);

        Assert.NotEmpty(result.Decisions);
        Assert.NotEmpty(result.Findings);
        Assert.Empty(Violations(result));
    }

    private static IReadOnlyList<string> Violations(DigestPinResult result) => ResultSchema.Violations(DigestPinAction.Definition, DigestPinReport.From(result));
}
