using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Ci;

public sealed class ConfigurationFileTests
{
    [Fact]
    public async Task Inputs_of_the_command_are_found_with_their_place()
    {
        var file = await Read("version: 1\nsample:\n  mode: check\n  dry-run: true\n  files:\n    - a/**\n    - '!b'\nother:\n  mode: update\n");
        Assert.Equal(new InputValue("check", "pipelinekit.yaml:3", new SourcePlace("pipelinekit.yaml", 3, 9, Input: "mode")), file.Find(Sample.Mode));
        Assert.Equal("true", file.Find(Sample.DryRun)!.Text);
        Assert.Equal("a/**\n!b", file.Find(Sample.Files)!.Text);
        Assert.Null(file.Find(CommonInputs.Quiet));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("other:\n  mode: x\n")]
    [InlineData("sample:\n")]
    [InlineData("sample:\n  mode:\n  files: ~\n")]
    public async Task What_is_not_there_is_not_given(string text)
    {
        var file = await Read(text);
        Assert.Null(file.Find(Sample.Mode));
        Assert.Null(file.Find(Sample.Files));
    }

    [Theory]
    [InlineData("sampel:\n  mode: x\n", 1, 1, "unknown key `sampel`", "Did you mean `sample`?")]
    [InlineData("sample:\n  fiels: x\n", 2, 3, "unknown key `fiels`", "Did you mean `files`?")]
    [InlineData("other:\n  mdoe: x\n", 2, 3, "unknown key `mdoe`", "Did you mean `mode`?")]
    [InlineData("version: 2\n", 1, 10, "this version reads `version: 1`, and the file says `2`", null)]
    [InlineData("sample:\n  token: abc\n", 2, 10, "`token` is not taken from this file", "A file in the repository is no place for a secret")]
    [InlineData("sample:\n  config: abc\n", 2, 11, "`config` is not taken from this file", "It decides where this file is")]
    [InlineData("sample:\n  working-directory: abc\n", 2, 22, "`working-directory` is not taken from this file", "It decides where this file is")]
    [InlineData("sample:\n  files:\n    a: b\n", 3, 5, "`files` is a single value or a list of them", null)]
    [InlineData("sample:\n  files: [[a]]\n", 2, 10, "`files` is a single value or a list of them", null)]
    [InlineData("sample: [mode]\n", 1, 9, "`sample` takes inputs by name", null)]
    [InlineData("sample:\n  mode: a\n  mode: b\n", 3, 3, "", null)]
    [InlineData("sample: {\n", 2, 1, "not valid YAML", null)]
    public async Task What_is_wrong_is_told_with_line_and_column(string text, int line, int column, string what, string? remedy)
    {
        var problem = await Assert.ThrowsAsync<FailureException>(() => Read(text));
        var failure = Assert.Single(problem.Failures);
        Assert.Equal(FailureCodes.BadConfiguration, failure.Code);
        Assert.Equal(new SourcePlace("pipelinekit.yaml", line, column), failure.Place);
        Assert.Contains(what, failure.What, StringComparison.Ordinal);
        Assert.StartsWith(remedy ?? "", failure.RemedyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_commands_read_is_checked_whatever_command_runs()
    {
        const string Good = "sample:\n  mode: x\npromotion: { app: shop, environments: [ { name: dev, repository: r.example/shop } ] }\n";
        Assert.Equal("x", (await Read(Good)).Find(Sample.Mode)!.Text);

        var problem = await Assert.ThrowsAsync<FailureException>(() => Read(Good.Replace("name", "nam", StringComparison.Ordinal)));
        Assert.All(problem.Failures, f => Assert.Equal((FailureCodes.BadConfiguration, 3), (f.Code, f.Place!.Line)));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_in_the_order_of_the_file()
    {
        var problem = await Assert.ThrowsAsync<FailureException>(() => Read("sample:\n  token: x\n  fiels: y\nother:\n  mdoe: z\nversion: 9\n"));
        Assert.Equal([2, 3, 5, 6], problem.Failures.Select(f => f.Place!.Line!.Value));
    }

    [Fact]
    public async Task The_default_name_may_be_absent_and_a_given_one_may_not()
    {
        using var folder = new TempFolder();
        Assert.Null((await Read(folder, mustExist: false)).Find(Sample.Mode));
        var problem = await Assert.ThrowsAsync<FailureException>(() => Read(folder, mustExist: true));
        Assert.Equal(FailureCodes.UnreadableFile, problem.Failures.Single().Code);
    }

    [Fact]
    public async Task A_file_too_large_is_not_read()
    {
        using var folder = new TempFolder();
        folder.Write("pipelinekit.yaml", new byte[(1 << 20) + 1]);
        var problem = await Assert.ThrowsAsync<FailureException>(() => Read(folder, mustExist: false));
        Assert.Contains("larger than 1048576 bytes", problem.Failures.Single().What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_is_shown_relative_to_the_workspace()
    {
        var place = ConfigurationPlace.Of("ci/kit.yaml", "/repo/app", "/repo", mustExist: true);
        Assert.Equal(("/repo/app/ci/kit.yaml", "app/ci/kit.yaml"), (place.FullPath, place.Shown));
    }

    private static async Task<ConfigurationFile> Read(string text)
    {
        using var folder = new TempFolder();
        folder.Write("pipelinekit.yaml", text);
        return await Read(folder, mustExist: false);
    }

    private static Task<ConfigurationFile> Read(TempFolder folder, bool mustExist) =>
        ConfigurationFile.ReadAsync(ConfigurationPlace.Of("pipelinekit.yaml", folder.Path, folder.Path, mustExist), Sample.Action, Sample.Catalog, CancellationToken.None);
}
