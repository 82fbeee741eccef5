using PipelineKit.Render;
using PipelineKit.Testing.Git;
using PipelineKit.Tests.Ci;
using Xunit;

namespace PipelineKit.Tests.Render;

/// <summary>Every outcome of render is what the schema of result.json says.</summary>
public sealed class ResultSchemaTests
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: ";

    [Fact]
    public async Task Rendered_written_compared_and_drifted()
    {
        using var world = RenderTests.World(("templates/web.sbn", Pod + "{{ image 'nginx' }}\n"), ("templates/old.sbn", Pod + "{{ image 'nginx' }}\n"), ("templates/none.sbn", "{{ 'o' | string.slice 5 }}"));
        Assert.Empty(Violations(await world.RunAsync(("dry-run", "true"))));
        Assert.Empty(Violations(await world.RunAsync()));
        Assert.Empty(Violations(await world.RunAsync(("check", "true"))));
        File.Delete(Path.Combine(world.Folder.Path, "templates/old.sbn"));
        world.Write("rendered/old.yaml", "changed: 1\n").Write("rendered/web.yaml", "changed: 1\n");

        var drift = await world.RunAsync(("check", "true"));

        Assert.Contains(drift.Findings, f => f.Rule.Id == "left-over");
        Assert.Contains(drift.Findings, f => f.Rule.Id == "drift");
        Assert.Empty(Violations(drift));
    }

    [Fact]
    public async Task Refused_for_images_and_for_errors()
    {
        using var world = RenderTests.World(("templates/web.sbn", Pod + "nginx:1.29\n  nodeName: {{ x }}\n"));
        var refused = await world.RunAsync(("environment", "dev,prod"), ("set", "x:=on"));
        Assert.Contains(refused.Findings, f => f.Rule.Id == "reads-as-boolean");
        Assert.Empty(Violations(refused));
        world.Write("templates/bad.sbn", "{{ if }}");

        var wrong = await world.RunAsync(("set", "x:=on"));

        Assert.NotEmpty(wrong.Problems);
        Assert.Empty(Violations(wrong));
    }

    [SkippableFact]
    public async Task Committed_to_branches()
    {
        using var world = RenderTests.World(("templates/web.sbn", Pod + "{{ image 'nginx' }}\n"));
        GitWorkTree.Create(world.Folder.Path).Commit(("README.md", "x"));

        var result = await world.RunAsync(("branch", "deploy/{environment}"), ("environment", "dev,prod"));

        Assert.Equal(2, result.Environments.Count);
        Assert.Empty(Violations(result));
    }

    [Theory]
    [InlineData("\"remedy\":", "\"cure\":")]
    [InlineData("\"times\":1", "\"times\":\"1\"")]
    [InlineData("\"rule\":\"not-pinned\"", "\"rule\":\"other\"")]
    [InlineData("\"refused\":true,", "")]
    [InlineData("\"lockHash\":\"", "\"lockHash\":\"sha256:")]
    public async Task What_is_not_so_is_seen(string from, string to)
    {
        using var world = RenderTests.World(("templates/web.sbn", Pod + "nginx:1.29\n"));
        var report = RenderReport.From(await world.RunAsync());
        Assert.Empty(ResultSchema.Violations(ResultSchema.Changed(report, "render", from, from)));

        Assert.NotEmpty(ResultSchema.Violations(ResultSchema.Changed(report, "render", from, to)));
        Assert.Empty(ResultSchema.Violations(ResultSchema.Changed(report, "another", from, to)));
    }

    [Fact]
    public void The_schema_names_every_rule() =>
        Assert.Equal(
            RenderRule.All.Select(r => r.Id),
            Sample.Json(File.ReadAllText(Path.Combine(PipelineKit.Testing.Peer.RepositoryRoot, "docs/reference/result.schema.json")))
                .GetProperty("definitions").GetProperty("render").GetProperty("properties").GetProperty("findings").GetProperty("items").GetProperty("properties")
                .GetProperty("rule").GetProperty("enum").EnumerateArray().Select(e => e.GetString()!));

    private static IReadOnlyList<string> Violations(RenderResult result) => ResultSchema.Violations(RenderAction.Definition, RenderReport.From(result));
}
