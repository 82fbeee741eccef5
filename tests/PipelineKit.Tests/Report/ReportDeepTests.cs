using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Report;

/// <summary>What registries say about the images a rollback may go to.</summary>
public sealed class ReportDeepTests
{
    [Fact]
    public async Task Images_are_looked_for_deeply_and_what_is_there_only_in_part_is_not_there()
    {
        using var registry = new InMemoryRegistry();
        using var world = World(registry, out var whole, out _);
        var part = SampleImage.Build("part");
        registry.AddManifest("acme/shop", "part", part.Root);
        world.Write(Ledger(whole, part.Root.Digest));

        Assert.True(await world.RunAsync("--deep", "--environment", "production") == ExitCode.Ok, world.Program.All);

        Assert.Equal((1, 2, 0.5), Retention(world));
        Assert.DoesNotContain("retention-unknown", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_refuses_is_a_gap_that_is_said_and_not_counted()
    {
        using var registry = new InMemoryRegistry();
        using var world = World(registry, out var whole, out var other);
        world.Write(Ledger(whole, other));
        registry.Break(RegistryFault.Status(403) with { Target = $"/manifests/{other}" });

        Assert.True(await world.RunAsync("--deep", "--environment", "production") == ExitCode.Ok, world.Program.All);

        Assert.Equal((1, 2, 1.0), Retention(world));
        Assert.Equal(1, world.Result.GetProperty("environments")[0].GetProperty("measures").GetProperty("retention-unknown").GetInt32());
        Assert.Contains("warning retention-unknown", world.Program.Error, StringComparison.Ordinal);
        Assert.Contains("1 of 2 (looked now, 1 could not be looked at)", world.Program.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_tells_nothing_leaves_the_coverage_unknown_and_the_rest_of_the_report_whole()
    {
        using var registry = new InMemoryRegistry();
        using var world = World(registry, out var whole, out var other);
        world.Write(Ledger(whole, other));
        registry.Break(RegistryFault.Status(429, retryAfter: "3600"));

        Assert.True(await world.RunAsync("--deep", "--environment", "production") == ExitCode.Ok, world.Program.All);

        var measures = world.Result.GetProperty("environments")[0].GetProperty("measures");
        Assert.Equal(2, measures.GetProperty("retention-unknown").GetInt32());
        Assert.False(measures.TryGetProperty("retention-coverage", out _));
        Assert.Equal(2, measures.GetProperty("deployments").GetInt32());
    }

    private static (int Complete, int Wanted, double Coverage) Retention(ReportWorld world)
    {
        var measures = world.Result.GetProperty("environments")[0].GetProperty("measures");
        return (measures.GetProperty("retention-complete").GetInt32(), measures.GetProperty("retention-wanted").GetInt32(), measures.GetProperty("retention-coverage").GetDouble());
    }

    private static ReportWorld World(InMemoryRegistry registry, out Digest one, out Digest two)
    {
        var world = new ReportWorld();
        world.Folder.Write("pipelinekit.yaml", ReportWorld.Settings.Replace("ghcr.io/acme/shop", $"{registry.Endpoint}/acme/shop", StringComparison.Ordinal));
        one = registry.Add("acme/shop", "one", SampleImage.Build("one", "linux/amd64", "linux/arm64"));
        two = registry.Add("acme/shop", "two", SampleImage.Build("two"));
        return world;
    }

    private static LedgerScript Ledger(params Digest[] images)
    {
        var script = new LedgerScript("production");
        for (var i = 0; i < images.Length; i++)
        {
            script.Add($"06-0{i + 1} 09:00", LedgerKind.Commit, images[i]);
        }

        return script;
    }
}
