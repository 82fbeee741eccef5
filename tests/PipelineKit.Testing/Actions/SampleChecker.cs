using System.Text.RegularExpressions;
using PipelineKit.Actions;
using PipelineKit.Actions.Rendering;
using YamlDotNet.RepresentationModel;

namespace PipelineKit.Testing.Actions;

/// <summary>
/// Looks up what a YAML sample says about our action and our task in the catalogue: the commands, the inputs in the host's spelling,
/// the allowed values, and the outputs used later on.
/// </summary>
/// <param name="catalog">The commands there are.</param>
public sealed class SampleChecker(ActionCatalog catalog)
{
    private static readonly Regex Uses = new(@"^[\w.-]+/pipelinekit(?:/actions/(?<command>[\w-]+))?@", RegexOptions.NonBacktracking);
    private static readonly Regex GitHubOutput = new(@"steps\.(?<step>[\w-]+)\.outputs\.(?<name>[\w-]+)", RegexOptions.NonBacktracking);
    private static readonly Regex AzureOutput = new(@"(?:\$\(|'|"")(?<step>\w+)\.(?<name>\w+)(?:\)|'|"")", RegexOptions.NonBacktracking);

    /// <summary>How many steps of ours were looked at.</summary>
    public int Steps { get; private set; }

    /// <summary>Everything in the sample that the catalogue does not know.</summary>
    public IReadOnlyList<string> Check(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var nodes = stream.Documents.SelectMany(d => d.AllNodes).OfType<YamlMappingNode>().ToArray();
        var problems = new List<string>();
        foreach (var step in nodes)
        {
            if (Text(step, "uses") is { } uses && Uses.Match(uses) is { Success: true } match)
            {
                Steps++;
                var action = match.Groups["command"].Value;
                var command = action.Length > 0 ? action : With(step, "with").GetValueOrDefault(CommandSelector.Name, "");
                Check(problems, command, With(step, "with"), name => name, ofRoot: action.Length == 0);
                CheckOutputs(problems, yaml, Text(step, "id"), command, GitHubOutput, name => name);
            }
            else if (Text(step, "task")?.Split('@') is [AzureTaskFile.TaskName, var major])
            {
                Steps++;
                var inputs = With(step, "inputs");
                var command = inputs.GetValueOrDefault(CommandSelector.Name, "");
                problems.AddRange(major == $"{AzureTaskFile.Major(Product.Version)}" ? [] : [$"the task has no major version {major}"]);
                Check(problems, command, inputs, AzureName.Of, ofRoot: true);
                CheckOutputs(problems, yaml, Text(step, "name"), command, AzureOutput, AzureName.Of);
            }
        }

        return problems;
    }

    private void Check(List<string> problems, string command, Dictionary<string, string> given, Func<string, string> spell, bool ofRoot)
    {
        if (catalog.Find(command) is not { } action)
        {
            problems.Add($"there is no command `{command}`");
            return;
        }

        foreach (var (name, value) in given.Where(g => !ofRoot || g.Key != CommandSelector.Name))
        {
            var input = action.AllInputs.FirstOrDefault(i => spell(i.Name) == name);
            problems.AddRange(input is null ? [$"`{command}` has no input `{name}`"] : []);
            problems.AddRange(
                input is { Shape: InputShape.Choice } && !value.Contains('$', StringComparison.Ordinal) && !input.Choices.Contains(value, StringComparer.Ordinal)
                    ? [$"`{value}` is not a value of `{name}`"]
                    : []);
        }
    }

    private void CheckOutputs(List<string> problems, string yaml, string? step, string command, Regex pattern, Func<string, string> spell)
    {
        var known = catalog.Find(command)?.AllOutputs.Select(o => spell(o.Name)).ToHashSet(StringComparer.Ordinal) ?? [];
        problems.AddRange(pattern.Matches(yaml)
            .Where(m => step is not null && m.Groups["step"].Value == step && !known.Contains(m.Groups["name"].Value))
            .Select(m => $"`{command}` has no output `{m.Groups["name"].Value}`"));
    }

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? (value as YamlScalarNode)?.Value : null;

    private static Dictionary<string, string> With(YamlMappingNode step, string key) =>
        step.Children.TryGetValue(key, out var value) && value is YamlMappingNode inputs
            ? inputs.Children.ToDictionary(i => ((YamlScalarNode)i.Key).Value!, i => (i.Value as YamlScalarNode)?.Value ?? "", StringComparer.Ordinal)
            : [];
}
