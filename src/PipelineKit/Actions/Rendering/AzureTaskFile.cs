using System.Text.Json;

namespace PipelineKit.Actions.Rendering;

/// <summary>
/// Renders <c>actions/azure/task.json</c>: one task for all commands. Names are <see cref="AzureName"/>s. Inputs show by command;
/// a rule joins with <c>||</c> alone, because the editor understands neither parentheses nor a mix with <c>&amp;&amp;</c>.
/// </summary>
public static class AzureTaskFile
{
    /// <summary>Where the task is, in the repository and in the package: both must be the same.</summary>
    public const string Folder = "actions/azure";

    /// <summary>The name in <c>- task: NAME@major</c>.</summary>
    public const string TaskName = Product.Name;

    private const string Id = "5b0c1f0e-7f5d-4d0b-9a3e-6f6f1c2c8a41";
    private const string Launcher = "run.js";
    private const string CommonGroup = "run";

    // The first agent that has the Node 20 handler.
    private const string MinimumAgent = "3.232.1";

    /// <summary>The major version users write after <c>@</c>: the product's, and 1 before its first release.</summary>
    public static int Major(string version) => Math.Max(1, Numbers(version)[0]);

    /// <summary>The file.</summary>
    public static GeneratedFile Render(ActionCatalog catalog, string version) =>
        new($"{Folder}/task.json", JsonText.Write(json =>
        {
            WriteIdentity(json, version);
            WriteGroups(json);
            WriteInputs(json, catalog);
            WriteOutputs(json, OutputUnion.Of(catalog));
            WriteExecution(json);
        }));

    private static void WriteIdentity(Utf8JsonWriter json, string version)
    {
        json.WriteString("id", Id);
        json.WriteString("name", TaskName);
        json.WriteString("friendlyName", Product.Name);
        json.WriteString("description", Product.Summary);
        json.WriteString("helpMarkDown", $"[Documentation](https://github.com/{Product.Repository})");
        json.WriteString("author", Product.Author);
        json.WriteString("category", "Azure Pipelines");
        json.WriteStrings("visibility", ["Build", "Release"]);
        json.WriteStrings("runsOn", ["Agent", "DeploymentGroup"]);
        var numbers = Numbers(version);
        json.WriteStartObject("version");
        json.WriteNumber("Major", Major(version));
        json.WriteNumber("Minor", numbers[1]);
        json.WriteNumber("Patch", numbers[2]);
        json.WriteEndObject();
        json.WriteString("minimumAgentVersion", MinimumAgent);
        json.WriteString("instanceNameFormat", $"{Product.Name} $({CommandSelector.Name})");
    }

    private static void WriteGroups(Utf8JsonWriter json)
    {
        json.WriteStartArray("groups");
        json.WriteStartObject();
        json.WriteString("name", CommonGroup);
        json.WriteString("displayName", "Run and report");
        json.WriteBoolean("isExpanded", value: false);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteInputs(Utf8JsonWriter json, ActionCatalog catalog)
    {
        var selector = CommandSelector.For(catalog);
        var options = catalog.Actions.Select(a => (a.Name, $"{a.Name}: {a.Summary}"));
        json.WriteStartArray("inputs");
        AzureTaskInput.Write(json, new(selector, selector.Description, Required: true, Group: null, VisibleRule: null), options, catalog.Actions[0].Name);
        foreach (var input in InputUnion.Of(catalog))
        {
            var everywhere = input.Uses.Count == catalog.Actions.Count;
            var rule = everywhere ? null : string.Join(" || ", input.Uses.Select(u => $"{CommandSelector.Name} = {u.Command}"));
            var shown = new AzureTaskInput(input.First, input.Describe(catalog), input.Required, input.IsCommon ? CommonGroup : null, rule);
            AzureTaskInput.Write(json, shown, input.First.Choices.Select(c => (c, c)), selected: null);
        }

        json.WriteEndArray();
    }

    private static void WriteOutputs(Utf8JsonWriter json, IReadOnlyList<Output> outputs)
    {
        json.WriteStartArray("outputVariables");
        foreach (var output in outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", AzureName.Of(output.Name));
            json.WriteString("description", output.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        // Mode `any` because `restricted` forbids the summary upload; the list still stops a line that sets PATH or any variable but ours.
        json.WriteStartObject("restrictions");
        json.WriteStartObject("commands");
        json.WriteString("mode", "any");
        json.WriteEndObject();
        json.WriteStartObject("settableVariables");
        json.WriteStrings("allowed", outputs.Select(o => AzureName.Of(o.Name)));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteExecution(Utf8JsonWriter json)
    {
        json.WriteStartObject("execution");
        foreach (var handler in new[] { "Node24", "Node20_1" })
        {
            json.WriteStartObject(handler);
            json.WriteString("target", Launcher);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static int[] Numbers(string version) => version.Split('-', '+')[0].Split('.').Select(int.Parse).ToArray();
}
