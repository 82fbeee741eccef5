using System.Text.Json;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Failures;
using PipelineKit.Testing;
using PipelineKit.Tests.Cli;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

public sealed class CanaryJudgeTests
{
    [Fact]
    public async Task Pairs_of_a_file_are_judged_on_standard_output()
    {
        using var run = new CommandLineRun { Commands = [CanaryWorld.Definition] };
        run.Folder.Write(
            "pairs.json",
            """
            [
              { "id": "same", "control": [1, 2, 3], "experiment": [3, 2, 1] },
              { "id": 7, "control": [1, 2, 3, 4, 5, 6], "experiment": [101, 102, null, 103, "NaN", 104, 105, 106], "direction": "Increase", "effectSize": { "measure": "cles" } },
              { "id": "none", "control": [], "experiment": [1], "critical": true, "unknown": {} }
            ]
            """);

        Assert.Equal(ExitCode.Ok, await run.RunAsync("canary-verify", "judge", "--judge", "kayenta-v1", "--pairs", "pairs.json"));
        using var judged = JsonDocument.Parse(run.Output);
        Assert.Equal(["same", "7", "none"], judged.RootElement.EnumerateArray().Select(v => v.GetProperty("id").GetString()));
        Assert.Equal(["Pass", "High", "Nodata"], judged.RootElement.EnumerateArray().Select(v => v.GetProperty("classification").GetString()));
        Assert.Equal(1, judged.RootElement[1].GetProperty("cles").GetDouble());
        Assert.Equal(JsonValueKind.Null, judged.RootElement[2].GetProperty("estimate").ValueKind);
        Assert.True(judged.RootElement[2].GetProperty("critical").GetBoolean());
    }

    [Theory]
    [InlineData("{}", "$ is no array")]
    [InlineData("[1]", "$[0] is no object")]
    [InlineData("""[{"id":"a","control":[1],"experiment":[1]},{"control":[1],"experiment":[true]}]""", "$[1].id is missing")]
    [InlineData("""[{"id":"a","control":[1],"experiment":[1, {}]}]""", "$[0].experiment[1] is no number")]
    [InlineData("""[{"id":"a","control":[1],"experiment":[1e999]}]""", "$[0].experiment[0] is no number")]
    [InlineData("""[{"id":"a","control":[1],"experiment":[1],"direction":"up"}]""", "$[0].direction is one of either, increase, decrease")]
    [InlineData("""[{"id":"a","control":[1],"experiment":[1],"confLevel":1}]""", "$[0].confLevel has a value it cannot have")]
    [InlineData("""[{"id":"a","control":[1],"experiment":[1],"critical":"yes"}]""", "$[0].critical is neither true nor false")]
    [InlineData("""[{"id":"a","control":[1],"control":[2],"experiment":[1]}]""", "is not JSON")]
    [InlineData("[", "is not JSON")]
    public async Task What_cannot_be_read_is_told_by_its_path(string content, string said)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "p.json"), content);

        var refused = await Assert.ThrowsAsync<FailureException>(() => PairsFile.ReadAsync(folder.Path, "p.json", default));

        Assert.Contains(refused.Failures, f => f.What.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_have_the_defaults_of_Kayenta()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "p.json"),
            """
            [
              { "id": "a", "control": [1], "experiment": [1] },
              { "id": "b", "control": [1], "experiment": ["Infinity"], "effectSize": { "measure": "cles" }, "outliers": { "strategy": "remove" } },
              { "id": "c", "control": [1], "experiment": [1], "effectSize": { "allowedIncrease": 1.2 }, "outliers": "remove", "nanStrategy": "replace", "tolerance": 0.1, "confLevel": 0.95 }
            ]
            """);

        var pairs = await PairsFile.ReadAsync(folder.Path, "p.json", default);

        Assert.Equal(new MetricOptions(), pairs[0].Options);
        Assert.Equal(new MetricOptions { Measure = EffectMeasure.Cles, Allowed = (0.5, 0.5), Critical = (0.5, 0.5), OutlierFactor = 3 }, pairs[1].Options);
        Assert.Equal(double.PositiveInfinity, pairs[1].Experiment[0]);
        Assert.Equal(new MetricOptions { Allowed = (1, 1.2), OutlierFactor = 3, NanStrategy = NanStrategy.Replace, Tolerance = 0.1, Confidence = 0.95 }, pairs[2].Options);
    }
}
