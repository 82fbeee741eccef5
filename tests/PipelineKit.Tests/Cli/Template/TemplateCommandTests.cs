using PipelineKit.Cli.Template;
using PipelineKit.Failures;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli.Template;

public sealed class TemplateCommandTests
{
    [Fact]
    public async Task It_prints_exactly_what_the_template_renders_to()
    {
        using var run = Start("\ufeffa\r\n{{ x }} é{{ 1.50m }}");
        run.Folder.Write("model.json", "{\"x\": 123456789012345678901234567890}");

        Assert.Equal(ExitCode.Ok, await run.RunAsync("template", "--template", "t.txt", "--model", "model.json"));
        Assert.Equal("a\r\n123456789012345678901234567890 é1.50", run.Output);
    }

    [Fact]
    public async Task Nothing_but_the_rendering_is_on_standard_output_of_a_CI_system()
    {
        using var run = Start("text").OnGitHub();

        Assert.Equal(ExitCode.Ok, await run.RunAsync("template", "--template", "t.txt"));
        Assert.Equal("text", run.Output.TrimEnd('\n'));
    }

    [Theory]
    [InlineData("{{ 1 + }}", "text(1,8) : error : ")]
    [InlineData("a\n {{ x.y }}", "text(2,7) : error : ")]
    public async Task An_error_is_printed_instead_with_exit_code_2(string template, string beginning)
    {
        using var run = Start(template);

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("template", "--template", "t.txt"));
        Assert.StartsWith(beginning, run.Output, StringComparison.Ordinal);
        Assert.False(run.Output.EndsWith('\n'));
    }

    [Theory]
    [InlineData("{{ x }}", "--strict-variables", "true")]
    [InlineData("{{ x }}", "--profile", "manifest")]
    [InlineData("{{ for i in 1..9; end }}", "--loop-limit", "5")]
    [InlineData("{{ 'abc' * 100 }}", "--limit-to-string", "100")]
    [InlineData("{{ func f(n); f(n + 1); end; f 1 }}", "--recursive-limit", "10")]
    [InlineData("{{ o = {}; o.x }}", "--relaxed-member-access", "false")]
    [InlineData("{{ o = {}; o.x }}", "--enable-relaxed-member-access", "false")]
    [InlineData("{{ l = [1]; l[5] }}", "--relaxed-indexer-access", "false")]
    public async Task Switches_and_limits_reach_the_template(string template, string option, string value)
    {
        using var run = Start(template);
        using var without = Start(template);

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("template", "--template", "t.txt", option, value));
        if (!template.Contains("f(n", StringComparison.Ordinal))
        {
            Assert.Equal(ExitCode.Ok, await without.RunAsync("template", "--template", "t.txt"));
        }
    }

    [Theory]
    [InlineData("{{ x.y }}", "", "--relaxed-target-access")]
    [InlineData("{{ nothing 1 }}", "", "--relaxed-function-access")]
    [InlineData("{{ l = [1]; l[null] }}", "", "--null-indexer")]
    [InlineData("x = 1; x", "1", "--mode=script")]
    public async Task A_switch_may_allow_more(string template, string expected, string option)
    {
        using var run = Start(template);

        Assert.Equal(ExitCode.Ok, await run.RunAsync("template", "--template", "t.txt", option));
        Assert.Equal(expected, run.Output);
    }

    [Theory]
    [InlineData("{\"a\": \"[{{ $1 }}]\"}")]
    [InlineData("{\"templates\": {\"a\": \"[{{ $1 }}]\"}, \"default\": \"$name\", \"null_paths\": [\"none\"], \"null_loads\": [\"empty\"]}")]
    public async Task Includes_come_from_a_map(string map)
    {
        using var run = Start("{{ include 'a' 5 }}");
        run.Folder.Write("includes.json", map);

        Assert.Equal(ExitCode.Ok, await run.RunAsync("template", "--template", "t.txt", "--includes", "includes.json", "--name", "main"));
        Assert.Equal("[5]", run.Output);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("empty")]
    public async Task What_is_not_in_the_map_cannot_be_included(string name)
    {
        using var run = Start("{{ include '" + name + "' }}");
        run.Folder.Write("includes.json", "{\"templates\": {}, \"default\": \"$name\", \"null_paths\": [\"none\"], \"null_loads\": [\"empty\"]}");

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("template", "--template", "t.txt", "--includes", "includes.json"));
        Assert.StartsWith("text(1,", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("template")]
    [InlineData("template", "--template", "missing.txt")]
    [InlineData("template", "--template", "t.txt", "--lang", "liquid")]
    [InlineData("template", "--template", "t.txt", "--model", "list.json")]
    [InlineData("template", "--template", "t.txt", "--model", "broken.json")]
    public async Task What_it_cannot_take_is_bad_input_told_on_standard_error(params string[] words)
    {
        using var run = Start("text");
        run.Folder.Write("list.json", "[]");
        run.Folder.Write("broken.json", "{\"a\": }");

        Assert.Equal(ExitCode.BadInput, await run.RunAsync(words));
        Assert.Equal("", run.Output);
        Assert.Contains("Remedy:", run.Error, StringComparison.Ordinal);
    }

    private static CommandLineRun Start(string template)
    {
        var run = new CommandLineRun { Commands = [.. SampleCatalog.Both.Actions, TemplateCommand.Definition] };
        run.Folder.Write("t.txt", template);
        return run;
    }
}
