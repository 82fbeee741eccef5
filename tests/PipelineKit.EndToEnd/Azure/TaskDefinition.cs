using System.Text.Json;

namespace PipelineKit.EndToEnd.Azure;

/// <summary>A <c>task.json</c>, as far as the agent needs it to start the task.</summary>
/// <param name="Inputs">Declared inputs with their defaults; empty without one.</param>
/// <param name="Outputs">Declared output variables.</param>
/// <param name="Launcher">The script of the newest Node.js handler, relative to the task's folder.</param>
internal sealed record TaskDefinition(IReadOnlyDictionary<string, string> Inputs, IReadOnlyList<string> Outputs, string Launcher)
{
    private static readonly string[] Handlers = ["Node24", "Node20_1"];

    /// <summary>Reads the definition in a task's folder.</summary>
    public static TaskDefinition Read(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "task.json")));
        var root = json.RootElement;
        var handler = Handlers.First(h => root.GetProperty("execution").TryGetProperty(h, out _));
        return new(
            root.GetProperty("inputs").EnumerateArray().ToDictionary(Name, Default, StringComparer.Ordinal),
            [.. root.GetProperty("outputVariables").EnumerateArray().Select(Name)],
            root.GetProperty("execution").GetProperty(handler).GetProperty("target").GetString()!);
    }

    /// <summary>The variables of the inputs of a step with these values.</summary>
    public IEnumerable<(string Name, string Value)> With(IReadOnlyDictionary<string, string> values)
    {
        var unknown = values.Keys.Except(Inputs.Keys, StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new ArgumentException($"the task declares no input {string.Join(", ", unknown)}", nameof(values));
        }

        // The agent gives a task what is not empty, and spells the names in capitals.
        return Inputs.Select(i => (Name: "INPUT_" + i.Key.ToUpperInvariant(), Value: values.GetValueOrDefault(i.Key, i.Value))).Where(i => i.Value.Length > 0);
    }

    private static string Name(JsonElement item) => item.GetProperty("name").GetString()!;

    private static string Default(JsonElement input) => input.TryGetProperty("defaultValue", out var value) ? value.ToString() : "";
}
