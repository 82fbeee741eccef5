using System.Text.Json;
using PipelineKit.Cli.Sbom;
using PipelineKit.Failures;
using PipelineKit.Testing.Actions;
using Xunit;

namespace PipelineKit.Tests.Cli.Sbom;

public sealed class SbomValidateTests
{
    private const string Valid = """{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[]}""";

    [Fact]
    public async Task A_valid_file_is_one_line_and_exit_code_0()
    {
        using var run = Start();
        run.Folder.Write("a.json", Valid);

        Assert.Equal(ExitCode.Ok, await run.RunAsync("sbom", "validate", "a.json"));
        Assert.Equal("""{"file":"a.json","format":"cyclonedx-json","version":"1.6","valid":true,"errors":[]}""" + "\n", run.Output);
    }

    [Fact]
    public async Task An_invalid_one_names_path_rule_and_place_and_ends_with_1()
    {
        using var run = Start();
        run.Folder.Write("a.json", Valid);
        run.Folder.Write("b.json", """{"bomFormat":"CycloneDX","specVersion":"1.6","components":[""" + "\n" + """ {"type":"nothing","name":"x"}]}""");

        Assert.Equal(ExitCode.GateSaidNo, await run.RunAsync("sbom", "validate", "a.json", "b.json"));
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        var second = JsonDocument.Parse(lines[1]).RootElement;
        var error = Assert.Single(second.GetProperty("errors").EnumerateArray());
        Assert.False(second.GetProperty("valid").GetBoolean());
        Assert.Equal(("/components/0/type", "enum", 2, 10), (error.GetProperty("path").GetString(), error.GetProperty("rule").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32()));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_ends_with_2_and_the_others_are_validated()
    {
        using var run = Start();
        run.Folder.Write("a.json", Valid);

        Assert.Equal(ExitCode.BadInput, await run.RunAsync("sbom", "validate", "missing.json", "a.json"));
        var lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(["read"], JsonDocument.Parse(lines[0]).RootElement.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("rule").GetString()));
        Assert.True(JsonDocument.Parse(lines[1]).RootElement.GetProperty("valid").GetBoolean());
        Assert.Contains("missing.json", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sbom")]
    [InlineData("sbom", "validate")]
    [InlineData("sbom", "create", "a b")]
    [InlineData("sbom", "--create", "oci:x", "--validate", "y")]
    public async Task What_cannot_be_meant_is_refused_with_2(params string[] words)
    {
        using var run = Start();

        Assert.Equal(ExitCode.BadInput, await run.RunAsync(words));
    }

    private static CommandLineRun Start() => new() { Commands = [.. SampleCatalog.Both.Actions, SbomCommand.Definition] };
}
