using PipelineKit.Actions.Rendering;
using PipelineKit.Testing.Actions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace PipelineKit.Tests.Actions.Rendering;

public sealed class GitHubActionFileTests
{
    private const string Image = "docker://ghcr.io/acme/pk@sha256:1111111111111111111111111111111111111111111111111111111111111111";

    [Fact]
    public void The_root_action_takes_the_command_and_every_input_of_every_command_once()
    {
        var inputs = Keys(Root("inputs"));

        Assert.Equal(
            ["command", "tone", "words-to-say", "twice", "key", "count", "config", "working-directory", "report-path", "quiet", "verbose"], inputs);
    }

    [Fact]
    public void The_root_action_passes_no_arguments_and_a_command_action_passes_its_name()
    {
        var root = (YamlMappingNode)Parse(GitHubActionFile.Root(SampleCatalog.Both, Image).Content)["runs"];
        var command = (YamlMappingNode)Parse(GitHubActionFile.Command(SampleCatalog.Say(), Image).Content)["runs"];

        Assert.Equal(["using", "image"], Keys(root));
        Assert.Equal(("docker", Image), (Text(root["using"]), Text(root["image"])));
        Assert.Equal("say-it", Text(Assert.Single((YamlSequenceNode)command["args"])));
    }

    [Fact]
    public void Text_with_quotes_code_and_colons_survives_the_rendering()
    {
        var words = Input("words-to-say");

        Assert.Equal("What to say; don't | shout. Used by `say-it`.", Text(words["description"]));
    }

    [Fact]
    public void Differing_declarations_of_a_shared_input_each_say_their_own()
    {
        var tone = Text(Input("tone")["description"]);

        Assert.Equal("For `say-it`: How to say it. One of `soft`, `loud`. Default: `soft`. For `count`: How to say it. One of `soft`, `loud`. Default: `loud`.", tone);
    }

    [Fact]
    public void Differing_declarations_of_a_shared_output_each_say_their_own()
    {
        var said = (YamlMappingNode)Root("outputs")["said-words"];

        Assert.Equal("From `say-it`: What was said. From `count`: What was counted.", Text(said["description"]));
    }

    [Fact]
    public void Only_the_host_expression_becomes_a_default_so_that_the_configuration_file_is_heard()
    {
        var withDefault = Root("inputs").Children.Where(i => ((YamlMappingNode)i.Value).Children.ContainsKey("default")).ToArray();

        var only = Assert.Single(withDefault);
        Assert.Equal(("key", "${{ github.token }}"), (Text(only.Key), Text(((YamlMappingNode)only.Value)["default"])));
    }

    [Fact]
    public void An_input_required_by_one_command_is_not_required_by_the_root_action()
    {
        var command = (YamlMappingNode)Parse(GitHubActionFile.Command(SampleCatalog.Count3(), Image).Content)["inputs"];

        Assert.Equal(("true", "false", "true"), (Text(command["count"]["required"]), Text(Input("count")["required"]), Text(Input("command")["required"])));
    }

    private static YamlMappingNode Input(string name) => (YamlMappingNode)Root("inputs")[name];

    private static YamlMappingNode Root(string key) => (YamlMappingNode)Parse(GitHubActionFile.Root(SampleCatalog.Both, Image).Content)[key];

    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<string> Keys(YamlMappingNode node) => node.Children.Keys.Select(Text);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;
}
