using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Render;
using Xunit;

namespace PipelineKit.Tests.Render;

/// <summary>What render does not let through, and where it says the reason is.</summary>
public sealed class RefusalTests
{
    private const string Head = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: ";

    [Theory]
    [InlineData("nginx:1.29", "not-pinned")]
    [InlineData("docker.io/library/nginx@sha256:00000000000000000000000000000000000000000000000000000000000000ff", "not-in-lock")]
    [InlineData("docker.io/library/nginx@sha256:0000000000000000000000000000000000000000000000000000000000000002", "wrong-repository")]
    [InlineData("NGINX:x:y", "bad-reference")]
    [InlineData("nginx@sha256:ABC", "bad-digest")]
    [InlineData("", "empty-image")]
    [InlineData("nginx:1.28@sha256:0000000000000000000000000000000000000000000000000000000000000001", "tag-disagrees")]
    public async Task An_image_through_a_value_is_refused_at_the_place_of_the_template(string image, string rule)
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + "{{ app.image }}\n"));

        var result = await world.RunAsync(("set", "app.image:=" + image));

        var finding = Assert.Single(result.Findings, f => f.Level == AnnotationLevel.Error);
        Assert.Equal((rule, "templates/web.sbn", 8), (finding.Rule.Id, finding.Place.File, finding.Place.Line));
        Assert.Equal(ExitCode.GateSaidNo, RenderReport.From(result).Exit);
        Assert.False(Directory.Exists(Path.Combine(world.Folder.Path, "rendered")));
    }

    [Fact]
    public async Task Nothing_is_written_over_what_it_is_rendered_from()
    {
        using var world = RenderTests.World(("deploy/values.yaml.sbn", Head + "{{ image 'nginx' }}\n")).Write("deploy/values.yaml", "x: 1\n");

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(("templates", "deploy"), ("values", "deploy/values.yaml"), ("output", "./deploy")));

        Assert.Equal(FailureCodes.SameOutput, Assert.Single(failure.Failures).Code);
        Assert.Equal("x: 1\n", world.Folder.Read("deploy/values.yaml"));
    }

    [SkippableFact]
    public async Task An_include_root_that_is_a_link_to_elsewhere_is_refused()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege there");
        using var world = RenderTests.World(("templates/web.sbn", Head + "{{ image 'nginx' }}\n"));
        Directory.CreateSymbolicLink(Path.Combine(world.Folder.Path, "parts"), Path.GetTempPath());

        var failure = await Assert.ThrowsAsync<FailureException>(() => world.RunAsync(("include-root", "parts")));

        Assert.Contains("a link that leads outside", Assert.Single(failure.Failures).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_refused_image_keeps_every_other_manifest_from_being_written()
    {
        using var world = RenderTests.World(("templates/bad.sbn", Head + "nginx\n"), ("templates/good.sbn", Head + "{{ image 'nginx' }}\n"));

        var result = await world.RunAsync();

        Assert.True(result.IsRefused);
        Assert.False(Directory.Exists(Path.Combine(world.Folder.Path, "rendered")));
        Assert.Equal("Nothing was written: 1 problem to resolve.", RenderReport.From(result).Headline);
    }

    [Fact]
    public async Task A_tag_in_a_custom_resource_is_refused()
    {
        using var world = RenderTests.World(("templates/p.sbn", "apiVersion: monitoring.coreos.com/v1\nkind: Prometheus\nmetadata: { name: p }\nspec:\n  image: quay.io/prometheus/prometheus:v3\n"));

        var finding = Assert.Single((await world.RunAsync()).Findings, f => f.Level == AnnotationLevel.Error);

        Assert.Equal(("not-pinned", 5, 10), (finding.Rule.Id, finding.Place.Line, finding.Place.Column));
    }

    [Fact]
    public async Task An_image_hidden_in_a_text_of_a_ConfigMap_is_refused()
    {
        using var world = RenderTests.World(("templates/c.sbn", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n  sidecar.yaml: |\n    name: x\n    image: nginx:latest\n"));

        var finding = Assert.Single((await world.RunAsync()).Findings, f => f.Level == AnnotationLevel.Error);

        Assert.Equal(("not-pinned", 7), (finding.Rule.Id, finding.Place.Line));
    }

    [Fact]
    public async Task An_image_in_an_include_is_found_there_and_the_include_is_named()
    {
        using var world = RenderTests.World(("templates/web.sbn", "{{ include '_pod.sbn' }}\n"), ("templates/_pod.sbn", Head + "nginx:1.29\n"));

        var finding = Assert.Single((await world.RunAsync()).Findings, f => f.Level == AnnotationLevel.Error);

        Assert.Equal(("templates/_pod.sbn", 8, 12), (finding.Place.File, finding.Place.Line, finding.Place.Column));
        Assert.Contains("included from templates/web.sbn:1:", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_finding_of_several_environments_is_one_that_names_them()
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + "nginx:1.29\n"));

        var finding = Assert.Single((await world.RunAsync(("environment", "dev,staging,prod"))).Findings, f => f.Level == AnnotationLevel.Error);

        Assert.Equal("dev, staging, prod", finding.Environment);
    }

    [Fact]
    public async Task A_finding_has_its_remedy_and_the_rendered_line_on_lines_of_their_own()
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + "{{ app.image }}\n"));

        var annotation = Assert.Single(RenderReport.From(await world.RunAsync(("set", "app.image=busybox:1.37"))).Annotations);

        Assert.Equal(
            "`busybox:1.37` is not pinned: it has no digest at spec.containers[0].image\n"
                + "Write it with `image \"name\"` in the template, so that its digest comes from the lock.\nRendered line 8: `image: busybox:1.37`",
            annotation.Message);
    }

    [Theory]
    [InlineData("{{ image 'ngimx' }}", "the lock has no image `ngimx`", "Did you mean `nginx`?")]
    [InlineData("{{ image 'nope' }}", "the lock has no image `nope`", "Run `digest-pin` where the image is used, or add it to the lock.")]
    public async Task An_error_that_says_what_to_do_has_no_other_remedy(string code, string what, string remedy)
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + code));

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Equal((what, remedy), (problem.What, problem.RemedyText));
    }

    [Fact]
    public async Task An_excluded_image_is_let_through_and_reported()
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + "ghcr.io/acme/dev-tools:latest\n"));

        var result = await world.RunAsync(("exclude-images", "ghcr.io/acme/dev-*"));

        Assert.Equal(("excluded-image", AnnotationLevel.Warning), Assert.Single(result.Findings.Where(f => f.Level != AnnotationLevel.Notice).Select(f => (f.Rule.Id, f.Level))));
        Assert.Equal(ExitCode.Ok, RenderReport.From(result).Exit);
        Assert.True(File.Exists(Path.Combine(world.Folder.Path, "rendered/web.yaml")));
    }

    [Theory]
    [InlineData("a: b: c\n", 1)]
    [InlineData("apiVersion: v1\nkind: X\na: 1\na: 2\n", 4)]
    [InlineData("apiVersion: v1\nkind: X\n\tb: 1\n", 3)]
    [InlineData("apiVersion: v1\nkind: X\nc: \"open\n", 3)]
    [InlineData("apiVersion: v1\nmetadata: {}\n", 1)]
    public async Task Malformed_YAML_is_refused_at_the_line_of_the_template(string template, int line)
    {
        using var world = RenderTests.World(("templates/x.sbn", template));

        var result = await world.RunAsync();

        var problem = Assert.Single(result.Problems);
        Assert.Equal((FailureCodes.MalformedManifest, "templates/x.sbn", line), (problem.Code, problem.Place!.File, problem.Place.Line));
        Assert.Equal(ExitCode.BadInput, RenderReport.From(result).Exit);
    }

    [Fact]
    public async Task A_value_that_breaks_the_YAML_is_told_at_the_expression_with_the_rendered_line()
    {
        using var world = RenderTests.World(("templates/x.sbn", "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: {{ text }}\n"));

        var problem = Assert.Single((await world.RunAsync(("set", "text=it: breaks"))).Problems);

        Assert.Equal(4, problem.Place!.Line);
        Assert.Contains("`a: it: breaks`", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_of_syntax_in_every_template_and_of_every_value_is_told_at_once()
    {
        using var world = RenderTests.World(("templates/a.sbn", "{{ if }}\n"), ("templates/b.sbn", "x\n{{ 1 + }}\n"), ("v.yaml", "a: b: c\n"));

        var problems = (await world.RunAsync(("values", "v.yaml\nmissing.yaml"), ("set", "=x"))).Problems;

        Assert.Contains(problems, p => p.Place?.File == "templates/a.sbn");
        Assert.Contains(problems, p => p is { Place: { File: "templates/b.sbn", Line: 2 } });
        Assert.Contains(problems, p => p is { Code.Id: "PK2004", Place: { File: "v.yaml", Line: 1 } });
        Assert.Contains(problems, p => p.What.Contains("missing.yaml", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Place?.Input == "set");
    }

    [Fact]
    public async Task An_include_that_is_refused_is_told_at_its_place()
    {
        using var world = RenderTests.World(("templates/a.sbn", "# a\n  {{ include '../values.yaml' }}\n"), ("values.yaml", "secret: 1\n"));

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Equal((FailureCodes.TemplateError, 2), (problem.Code, problem.Place!.Line));
        Assert.Contains("`..`", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loop_that_never_ends_is_told_with_its_place()
    {
        using var world = RenderTests.World(("templates/a.sbn", "{{ while true }}{{ end }}"));

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Equal((FailureCodes.TemplateError, 1), (problem.Code, problem.Place!.Line));
    }

    [Fact]
    public async Task Without_a_lock_nothing_is_rendered()
    {
        using var world = new RenderWorld().Write("templates/a.sbn", "x");

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Contains("no image lock", problem.What, StringComparison.Ordinal);
        Assert.Contains("digest-pin", problem.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SARIF_has_errors_and_findings_at_places_of_templates()
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + "nginx:1.29\n"), ("templates/x.sbn", "a: b: c\n"));

        await world.RunAsync(("sarif-file", "out.sarif"));

        using var sarif = JsonDocument.Parse(world.Folder.Read("out.sarif"));
        var results = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Select(r => (r.GetProperty("ruleId").GetString(), r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()))
            .ToArray();
        Assert.Contains(("PK2002", "templates/x.sbn"), results);
        Assert.Contains(("not-pinned", "templates/web.sbn"), results);
    }

    [Fact]
    public async Task Result_json_tells_everything()
    {
        using var world = RenderTests.World(("templates/web.sbn", Head + "{{ image 'nginx' }}\n"));

        var report = RenderReport.From(await world.RunAsync());

        var environment = report.Result.GetProperty("environments")[0];
        Assert.Equal("rendered/web.yaml", environment.GetProperty("files")[0].GetProperty("path").GetString());
        Assert.Equal("docker.io/library/nginx@" + RenderWorld.DigestOf(1), environment.GetProperty("images")[0].GetString());
        var outputs = report.Outputs.ToDictionary(o => o.Output.Name, o => o.Value, StringComparer.Ordinal);
        Assert.Equal(("true", "1", "1", "rendered/render.json"), (outputs["changed"], outputs["files"], outputs["documents"], outputs["render-file"]));
        Assert.Equal($$"""{"docker.io/library/nginx":"docker.io/library/nginx@{{RenderWorld.DigestOf(1)}}"}""", outputs["images"]);
    }
}
