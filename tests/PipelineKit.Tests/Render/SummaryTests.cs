using PipelineKit.Ci;
using PipelineKit.Render;
using PipelineKit.Testing;
using PipelineKit.Testing.Git;
using Xunit;

namespace PipelineKit.Tests.Render;

/// <summary>What a person reads: what changed, and little else.</summary>
public sealed class SummaryTests
{
    private const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { a: \"{{ a }}\" }\n";
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: {{ image 'nginx' }}\n";

    [Fact]
    public async Task An_environment_in_which_nothing_changes_is_one_line_and_only_changes_are_in_a_table()
    {
        using var world = RenderTests.World(("templates/map.sbn", Map), ("templates/web.sbn", Pod), ("v.dev.yaml", "a: 1"), ("v.prod.yaml", "a: 1"));
        (string, string)[] inputs = [("environment", "dev,prod"), ("values", "v.{environment}.yaml")];
        var first = Blocks(await world.RunAsync(inputs));
        var same = Blocks(await world.RunAsync(inputs));
        world.Write("v.prod.yaml", "a: 2");
        var changed = Blocks(await world.RunAsync(inputs));

        Assert.Equal(["rendered/dev/map.yaml", "rendered/dev/web.yaml", "rendered/prod/map.yaml", "rendered/prod/web.yaml"], first.OfType<Table>().First().Rows.Select(r => r[0].Text));
        Assert.Contains(first.OfType<Table>(), t => t.Caption == "Images");
        Assert.Equal("dev: 2 manifests, 2 documents, 2 added\nprod: 2 manifests, 2 documents, 2 added", Assert.IsType<Paragraph>(first[0]).Text);
        Assert.Equal("dev: 2 manifests, 2 documents, unchanged\nprod: 2 manifests, 2 documents, unchanged", Assert.IsType<Paragraph>(same[0]).Text);
        Assert.DoesNotContain(same, b => b is Table { Caption: "Images" });
        Assert.Equal("dev: 2 manifests, 2 documents, unchanged\nprod: 2 manifests, 2 documents, 1 modified", Assert.IsType<Paragraph>(changed[0]).Text);
        Assert.Equal("rendered/prod/map.yaml", Assert.Single(Assert.IsType<Table>(changed[1]).Rows)[0].Text);
    }

    [SkippableFact]
    public async Task A_branch_that_several_environments_share_is_named_once()
    {
        Peer.Program("git");
        using var world = RenderTests.World(("templates/web.sbn", Pod));
        GitWorkTree.Create(world.Folder.Path).Commit(("README.md", "x"));

        var blocks = Blocks(await world.RunAsync(("environment", "dev,prod"), ("branch", "deploy")));

        Assert.Single(blocks.OfType<Paragraph>(), p => p.Text.StartsWith("Committed to deploy; look at it with: ", StringComparison.Ordinal));
    }

    private static IReadOnlyList<SummaryBlock> Blocks(RenderResult result) => RenderReport.From(result).Summary.Blocks;
}
