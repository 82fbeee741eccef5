using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Render;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Render;

/// <summary>What people run into who come to render for the first time, and what they are told.</summary>
public sealed class FirstUseTests
{
    private const string Head = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: ";
    private const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n";

    [Theory]
    [InlineData("name: {{ environment }}")]
    [InlineData("name: web-{{ environment | string.upcase }}")]
    [InlineData("{{ if environment == 'dev' }}a{{ end }}")]
    public async Task An_environment_that_was_not_given_is_an_error_that_says_so(string text)
    {
        using var world = RenderTests.World(("templates/web.sbn", "# first\n" + text));

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Equal((FailureCodes.TemplateError, 2), (problem.Code, problem.Place!.Line));
        Assert.Equal("`environment` has no value here: the input `environment` is not given", problem.What);
        Assert.Equal("Give `environment`, or write `environment ?? \"NAME\"` where a run without one is meant.", problem.RemedyText);
    }

    [Theory]
    [InlineData("a: {{ environment ?? 'all' }}", "a: all")]
    [InlineData("a: x{{ environment?.size }}", "a: x")]
    [InlineData("a: {{ object.has_key this 'environment' }}", "a: false")]
    public async Task An_environment_asked_for_as_optional_data_may_be_missing(string line, string expected)
    {
        using var world = RenderTests.World(("templates/c.sbn", Map + "  " + line + "\n"));

        Assert.Empty((await world.RunAsync()).Problems);

        Assert.Contains(expected + "\n", world.Folder.Read("rendered/c.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_profile_of_Scriban_it_prints_as_nothing()
    {
        using var world = RenderTests.World(("templates/c.sbn", Map + "  a: x{{ environment }}\n"));

        Assert.Empty((await world.RunAsync(("profile", "scriban"))).Problems);

        Assert.Contains("  a: x\n", world.Folder.Read("rendered/c.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on")]
    [InlineData("Off")]
    [InlineData("YES")]
    [InlineData("no")]
    [InlineData("y")]
    [InlineData("N")]
    public async Task A_text_that_kubectl_takes_for_a_boolean_is_told_at_its_expression(string text)
    {
        using var world = RenderTests.World(("templates/c.sbn", Map + "  mode: {{ app.mode }}\n"));

        var result = await world.RunAsync(("set", "app.mode:=" + text));

        var finding = Assert.Single(result.Findings, f => f.Level != AnnotationLevel.Notice);
        Assert.Equal(("reads-as-boolean", AnnotationLevel.Warning, "templates/c.sbn", 5), (finding.Rule.Id, finding.Level, finding.Place.File, finding.Place.Line));
        Assert.Equal($"the text `{text}` of a value has no quotes at data.mode, so kubectl takes it for a boolean", finding.Message);
        Assert.Contains("yaml_quote", finding.RemedyText, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, RenderReport.From(result).Exit);
    }

    [Fact]
    public async Task So_is_one_that_is_a_key()
    {
        using var world = RenderTests.World(("templates/c.sbn", Map + "{{~ for e in app ~}}\n  {{ e.key }}: a\n{{~ end ~}}\n"));

        var finding = Assert.Single((await world.RunAsync(("set", "app.y:=x"))).Findings, f => f.Level != AnnotationLevel.Notice);

        Assert.Equal(("reads-as-boolean", 6), (finding.Rule.Id, finding.Place.Line));
        Assert.Contains("as the key of data.y", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  a: {{ app.mode | yaml_quote }}\n")]
    [InlineData("  a: \"{{ app.mode }}\"\n")]
    [InlineData("  {{ app | to_yaml }}\n")]
    [InlineData("  a: |\n    {{ app.mode }}\n")]
    [InlineData("  a: really {{ app.mode }}\n")]
    [InlineData("  a: !!str {{ app.mode }}\n")]
    [InlineData("  a: {{ app.mode == 'on' }}\n")]
    [InlineData("  a: on # as its author wrote it{{ app.mode | string.slice 0 0 }}\n")]
    public async Task What_cannot_be_mistaken_is_not_told(string line)
    {
        using var world = RenderTests.World(("templates/c.sbn", Map + line));

        Assert.DoesNotContain((await world.RunAsync(("set", "app.mode:=on"))).Findings, f => f.Rule.Id == "reads-as-boolean");
    }

    [Theory]
    [InlineData("{{ .Values.web.port }}", 4, "`.Values.web.port` begins with a dot, which names do not", "Write `web.port`.")]
    [InlineData("{{ if .Values.x }}a{{ end }}", 7, "`.Values.x` begins with a dot, which names do not", "Write `x`.")]
    [InlineData("{{ 1 + .Values }}", 8, "`.Values` begins with a dot, which names do not", "Write `values`.")]
    [InlineData("{{ .name }}", 4, "`.name` begins with a dot, which names do not", "Write `name`.")]
    public async Task A_name_that_begins_with_a_dot_is_told_with_the_name_that_is_meant(string text, int column, string what, string remedy)
    {
        using var world = RenderTests.World(("templates/web.sbn", text));

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Equal((what, remedy, 1, column), (problem.What, problem.RemedyText, problem.Place!.Line, problem.Place.Column));
    }

    [Theory]
    [InlineData("a\n  {{ if true }}b", 2, 17, "Close the block with `{{ end }}`.")]
    [InlineData("a\n{{ 1 +", 2, 7, null)]
    [InlineData("{{ x = [1,", 1, 11, null)]
    public async Task An_error_at_the_end_of_a_template_stands_at_its_end(string text, int line, int column, string? remedy)
    {
        using var world = RenderTests.World(("templates/web.sbn", text));

        var problem = (await world.RunAsync()).Problems[0];

        Assert.Equal((line, column), (problem.Place!.Line, problem.Place.Column));
        Assert.Equal(remedy ?? FailureCodes.TemplateError.Remedy, problem.RemedyText);
    }

    [Fact]
    public async Task Drift_is_told_with_the_command_that_ends_it()
    {
        using var world = RenderTests.World(("t/web.sbn", Head + "{{ image 'nginx' }}\n")).Write("v one.yaml", "a: 1\n");

        var result = await world.RunAsync(("templates", "t"), ("values", "v one.yaml\nmore.yaml?"), ("environment", "dev,prod"), ("check", "true"), ("json", "true"));

        var finding = result.Findings.First(f => f.Rule.Id == "drift");
        Assert.Equal(
            "Run `pipelinekit render --templates t --values 'v one.yaml' --values 'more.yaml?' --environment dev,prod` and commit what it changes."
                + " What was edited by hand belongs into the template or the values.",
            finding.RemedyText);
    }

    [Fact]
    public async Task What_a_loop_does_wrong_in_every_round_is_one_error_with_its_count()
    {
        const string Loop = "{{~ for i in 1..5 ~}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata:\n  a: b: c\n{{~ end ~}}\n";
        using var world = RenderTests.World(("templates/c.sbn", Loop));

        var problem = Assert.Single((await world.RunAsync()).Problems);

        Assert.Equal((FailureCodes.MalformedManifest, 7), (problem.Code, problem.Place!.Line));
        Assert.EndsWith("Rendered line 6: `a: b: c`, and 4 more places of what this writes", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_of_a_loop_is_one_with_its_count()
    {
        using var world = RenderTests.World(("templates/p.sbn", "{{~ for i in 1..3 ~}}\n---\n" + Head + "nginx:1.29\n{{~ end ~}}\n"));

        var finding = Assert.Single((await world.RunAsync(("environment", "dev,prod"))).Findings, f => f.Level == AnnotationLevel.Error);

        Assert.Equal((6, "dev, prod"), (finding.Times, finding.Environment));
        Assert.EndsWith("(6 times, in dev, prod)", RenderText.Message(finding), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("templates/web.sbn", "# nothing\n", "templates/web.sbn")]
    [InlineData("values.yaml", "a: 1\n", "values.yaml")]
    [InlineData("templates/_part.sbn", "# nothing\n", "_part.sbn")]
    public async Task A_pipe_is_not_an_empty_file(string path, string content, string shown)
    {
        using var world = RenderTests.World(("templates/web.sbn", "{{ include '_part.sbn' }}"), ("values.yaml", ""), ("templates/_part.sbn", "")).Write(path, content);
        var full = Path.Combine(world.Folder.Path, path);
        File.Delete(full);
        (await new Child(Peer.Program("mkfifo"), full).RunAsync()).Expect(0);

        var problem = await ProblemAsync(world);

        Assert.Contains(shown, problem.What, StringComparison.Ordinal);
        Assert.Contains("not a regular file", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_one()
    {
        using var world = RenderTests.World(("templates/web.sbn", "{{ include '_part.sbn' }}" + Map + "  a: b\n"), ("values.yaml", ""), ("templates/_part.sbn", ""), ("templates/nothing.sbn", ""));

        var result = await world.RunAsync(("values", "values.yaml"));

        Assert.Empty(result.Problems);
        Assert.Equal(Map + "  a: b\n", world.Folder.Read("rendered/web.yaml"));
    }

    private static async Task<Failure> ProblemAsync(RenderWorld world)
    {
        try
        {
            return Assert.Single((await world.RunAsync(("values", "values.yaml"))).Problems);
        }
        catch (FailureException refused)
        {
            return Assert.Single(refused.Failures);
        }
    }
}
