using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Ci;

/// <summary>The part of one command in pipelinekit.yaml.</summary>
internal static class ConfigurationSection
{
    internal const string VersionKey = "version";

    /// <summary>What canary-verify reads: metrics, objective, arms.</summary>
    internal const string CanaryKey = "canary";

    /// <summary>The text of every input given, with its place; what is wrong is added to the problems.</summary>
    internal static Dictionary<string, (string Text, SourcePlace Place)> Read(YamlValue section, ActionDefinition action, List<Failure> problems)
    {
        var values = new Dictionary<string, (string, SourcePlace)>(StringComparer.Ordinal);
        if (section.Shape != YamlShape.Mapping)
        {
            problems.Add(section.Failure($"`{action.Name}` takes inputs by name, as in `{action.AllInputs.First().Name}: ...`"));
            return values;
        }

        problems.AddRange(section.UnknownKeys([.. action.AllInputs.Select(input => input.Name)]));
        foreach (var input in action.AllInputs)
        {
            if (section[input.Name] is not { } value)
            {
                continue;
            }

            if (Refusal(input) is { } reason)
            {
                problems.Add(value.Failure($"`{input.Name}` is not taken from this file", reason));
            }
            else if (Text(value) is { } text)
            {
                values.Add(input.Name, (text, value.Place));
            }
            else
            {
                problems.Add(value.Failure($"`{input.Name}` is a single value or a list of them"));
            }
        }

        return values;
    }

    private static string? Refusal(Input input) =>
        input.Shape == InputShape.Secret ? "A file in the repository is no place for a secret: give it as an input of the step, from the secrets of the CI system."
        : input.Name == CommonInputs.Config.Name || input.Name == CommonInputs.WorkingDirectory.Name ? "It decides where this file is: give it on the command line or as an input of the step."
        : null;

    private static string? Text(YamlValue value) =>
        value.Shape switch
        {
            YamlShape.Scalar => value.Text,
            YamlShape.Sequence when value.Items.All(item => item.Shape == YamlShape.Scalar) => string.Join('\n', value.Items.Select(item => item.Text)),
            _ => null,
        };
}
