using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Failures;
using PipelineKit.Promotion;
using PipelineKit.Yaml;

namespace PipelineKit.Ci;

/// <summary>
/// pipelinekit.yaml: a mapping per command, whose keys are the command's inputs, where a list means lines; and <c>promotion</c>, which several commands
/// read (<see cref="PromotionSettingsFile"/>), and <c>canary</c>, which canary-verify reads. Everything else in the file is checked, also what this command does not read, so that a slip of the pen does not
/// wait for the day its command runs.
/// </summary>
public sealed class ConfigurationFile : IInputSource
{
    private readonly Dictionary<string, InputValue> _values;

    private ConfigurationFile(Dictionary<string, InputValue> values)
    {
        _values = values;
    }

    /// <summary>A file with nothing in it.</summary>
    public static ConfigurationFile Empty { get; } = new([]);

    /// <summary>Reads the part of one command.</summary>
    /// <param name="file">Where the file is.</param>
    /// <param name="action">The command whose inputs are wanted.</param>
    /// <param name="catalog">Every command; what none of them declares is an error.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="FailureException">PK0201 when the file cannot be read, PK0103 with place for everything wrong in it.</exception>
    public static async Task<ConfigurationFile> ReadAsync(
        ConfigurationPlace file, ActionDefinition action, ActionCatalog catalog, CancellationToken cancellation)
    {
        var content = await file.ReadAsync(cancellation);
        return content is null ? Empty : Parse(content, file.Shown, action, catalog);
    }

    /// <inheritdoc />
    public InputValue? Find(Input input) => _values.GetValueOrDefault(input.Name);

    private static ConfigurationFile Parse(byte[] content, string name, ActionDefinition action, ActionCatalog catalog)
    {
        var root = LimitedYaml.Read(content, name);
        if (root.IsNull)
        {
            return Empty;
        }

        var problems = new List<Failure>(root.UnknownKeys([ConfigurationSection.VersionKey, PromotionSection.Key, ConfigurationSection.CanaryKey, .. catalog.Actions.Select(a => a.Name)]));
        if (root[ConfigurationSection.VersionKey] is { } version && version.Text != "1")
        {
            problems.Add(version.Failure($"this version reads `version: 1`, and the file says `{version.Text}`"));
        }

        if (root[PromotionSection.Key] is { } promotion)
        {
            PromotionSection.Read(promotion, problems);
        }

        var sections = catalog.Actions
            .Select(a => (Action: a, Section: root[a.Name]))
            .Where(pair => pair.Section is not null)
            .ToDictionary(pair => pair.Action.Name, pair => ConfigurationSection.Read(pair.Section!, pair.Action, problems), StringComparer.Ordinal);
        if (problems.Count > 0)
        {
            throw new FailureException(problems.OrderBy(p => p.Place?.Line).ThenBy(p => p.Place?.Column).ToArray());
        }

        return sections.TryGetValue(action.Name, out var values)
            ? new ConfigurationFile(values.ToDictionary(v => v.Key, v => Value(v.Key, v.Value, name), StringComparer.Ordinal))
            : Empty;
    }

    private static InputValue Value(string input, (string Text, SourcePlace Place) found, string name) =>
        new(found.Text, string.Create(CultureInfo.InvariantCulture, $"{name}:{found.Place.Line}"), found.Place with { Input = input });
}
