using YamlDotNet.RepresentationModel;

namespace PipelineKit.EndToEnd.GitHub;

/// <summary>An <c>action.yml</c>, as far as the runner needs it to start the container.</summary>
/// <param name="Inputs">Declared inputs with their defaults; empty without one.</param>
/// <param name="Outputs">Declared outputs.</param>
/// <param name="Arguments">Arguments of the container.</param>
internal sealed record ActionMetadata(IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<string> Arguments)
{
    /// <summary>Reads the file at this path of the repository.</summary>
    public static ActionMetadata Read(string path)
    {
        using var text = File.OpenText(Path.Combine(Peer.RepositoryRoot, path));
        var yaml = new YamlStream();
        yaml.Load(text);
        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        var inputs = Children(root, "inputs").ToDictionary(i => i.Name, i => Default((YamlMappingNode)i.Value), StringComparer.Ordinal);
        var runs = (YamlMappingNode)root.Children["runs"];
        var arguments = runs.Children.TryGetValue("args", out var args) ? ((YamlSequenceNode)args).Select(Text) : [];
        return new(inputs, [.. Children(root, "outputs").Select(o => o.Name)], [.. arguments]);
    }

    /// <summary>What the runner passes for a step with these values: every declared input, and nothing that is not declared.</summary>
    public IReadOnlyDictionary<string, string> With(IReadOnlyDictionary<string, string> values)
    {
        var unknown = values.Keys.Except(Inputs.Keys, StringComparer.Ordinal).ToArray();
        return unknown.Length == 0
            ? Inputs.ToDictionary(i => i.Key, i => values.GetValueOrDefault(i.Key, i.Value), StringComparer.Ordinal)
            : throw new ArgumentException($"the action declares no input {string.Join(", ", unknown)}", nameof(values));
    }

    // The only expression our actions use as a default.
    private static string Default(YamlMappingNode input) =>
        input.Children.TryGetValue("default", out var value) ? Text(value).Replace("${{ github.token }}", "job-token", StringComparison.Ordinal) : "";

    private static IEnumerable<(string Name, YamlNode Value)> Children(YamlMappingNode parent, string key) =>
        ((YamlMappingNode)parent.Children[key]).Children.Select(c => (Text(c.Key), c.Value));

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
