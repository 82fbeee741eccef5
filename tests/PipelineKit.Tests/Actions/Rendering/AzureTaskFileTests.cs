using System.Text.Json;
using PipelineKit.Actions.Rendering;
using PipelineKit.Testing;
using PipelineKit.Testing.Actions;
using PipelineKit.Testing.Schema;
using Xunit;

namespace PipelineKit.Tests.Actions.Rendering;

public sealed class AzureTaskFileTests
{
    [SkippableFact]
    public void The_task_of_two_commands_satisfies_the_official_schema()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Peer.SharedData("azure/tasks.schema.json")));

        Assert.Empty(new JsonSchema(schema.RootElement).Validate(Task()));
    }

    [SkippableTheory]
    [InlineData("\"name\": \"PipelineKit\"", "\"name\": \"Pipeline Kit\"", "$.name")]
    [InlineData("\"name\": \"wordsToSay\"", "\"name\": \"words-to-say\"", "$.inputs[2].name")]
    [InlineData("\"required\": true", "\"required\": \"true\"", "$.inputs[0].required")]
    [InlineData("\"category\": \"Azure Pipelines\"", "\"category\": \"Pipelines\"", "$.category")]
    [InlineData("\"target\": \"run.js\"", "\"file\": \"run.js\"", "$.execution.Node24")]
    [InlineData("\"Node24\"", "\"Node99\"", "$.execution")]
    [InlineData("\"type\": \"multiLine\"", "\"type\": \"text\"", "$.inputs[2].type")]
    public void The_validator_finds_each_kind_of_damage(string part, string damage, string path)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Peer.SharedData("azure/tasks.schema.json")));
        var text = AzureTaskFile.Render(SampleCatalog.Both, "2.3.4").Content;
        using var damaged = JsonDocument.Parse(text.Replace(part, damage, StringComparison.Ordinal));

        Assert.Contains(new JsonSchema(schema.RootElement).Validate(damaged.RootElement), problem => problem.StartsWith(path + ":", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_is_chosen_from_a_list_that_starts_with_the_first()
    {
        var command = Input("command");

        Assert.Equal(("pickList", "say-it"), (command.GetProperty("type").GetString(), command.GetProperty("defaultValue").GetString()));
        Assert.Equal(["say-it", "count"], command.GetProperty("options").EnumerateObject().Select(o => o.Name));
    }

    [Fact]
    public void An_input_shows_for_the_commands_that_have_it()
    {
        Assert.Equal("command = say-it", Input("wordsToSay").GetProperty("visibleRule").GetString());
        Assert.False(Input("tone").TryGetProperty("visibleRule", out _));
        Assert.False(Input("quiet").TryGetProperty("visibleRule", out _));
    }

    [Fact]
    public void A_rule_for_several_commands_only_joins_with_or()
    {
        var third = SampleCatalog.Count3() with { Name = "third", Inputs = [] };
        var catalog = SampleCatalog.Both with { Actions = [.. SampleCatalog.Both.Actions, third] };
        using var task = JsonDocument.Parse(AzureTaskFile.Render(catalog, "1.0.0").Content);
        var tone = task.RootElement.GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("name").GetString() == "tone");

        Assert.Equal("command = say-it || command = count", tone.GetProperty("visibleRule").GetString());
    }

    [Fact]
    public void Only_our_outputs_may_be_set_as_variables()
    {
        var restrictions = Task().GetProperty("restrictions");
        var declared = Task().GetProperty("outputVariables").EnumerateArray().Select(o => o.GetProperty("name").GetString());

        Assert.Equal(declared, restrictions.GetProperty("settableVariables").GetProperty("allowed").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal(["saidWords", "verdict", "reportPath", "failureCode"], declared);
    }

    [Theory]
    [InlineData("0.1.0", 1, 1, 0)]
    [InlineData("1.2.3", 1, 2, 3)]
    [InlineData("2.0.1-rc.1", 2, 0, 1)]
    public void The_version_follows_the_product_and_the_major_is_never_zero(string product, int major, int minor, int patch)
    {
        using var task = JsonDocument.Parse(AzureTaskFile.Render(SampleCatalog.Both, product).Content);
        var version = task.RootElement.GetProperty("version");

        Assert.Equal(
            (major, minor, patch), (version.GetProperty("Major").GetInt32(), version.GetProperty("Minor").GetInt32(), version.GetProperty("Patch").GetInt32()));
    }

    private static JsonElement Input(string name) =>
        Task().GetProperty("inputs").EnumerateArray().Single(i => i.GetProperty("name").GetString() == name);

    private static JsonElement Task() => JsonDocument.Parse(AzureTaskFile.Render(SampleCatalog.Both, "2.3.4").Content).RootElement;
}
