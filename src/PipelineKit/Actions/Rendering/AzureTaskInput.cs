using System.Text.Json;

namespace PipelineKit.Actions.Rendering;

/// <summary>An input of the Azure task.</summary>
/// <param name="Input">The declaration.</param>
/// <param name="Help">The text behind the question mark.</param>
/// <param name="Required">Whether the editor insists.</param>
/// <param name="Group">The group it is folded into, or null.</param>
/// <param name="VisibleRule">When it shows, or null for always.</param>
internal sealed record AzureTaskInput(Input Input, string Help, bool Required, string? Group, string? VisibleRule)
{
    /// <summary>Writes it as an element of <c>inputs</c>.</summary>
    /// <param name="json">Inside the array.</param>
    /// <param name="shown">The input.</param>
    /// <param name="options">Value and text of each choice.</param>
    /// <param name="selected">The choice selected at first, or null: defaults are ours, so that pipelinekit.yaml is heard.</param>
    public static void Write(Utf8JsonWriter json, AzureTaskInput shown, IEnumerable<(string Value, string Text)> options, string? selected)
    {
        var input = shown.Input;
        json.WriteStartObject();
        json.WriteString("name", AzureName.Of(input.Name));
        json.WriteString("type", Type(input.Shape));
        json.WriteString("label", Label(input.Name));
        if (selected is not null)
        {
            json.WriteString("defaultValue", selected);
        }

        json.WriteBoolean("required", shown.Required);
        json.WriteString("helpMarkDown", shown.Help);
        WriteOptional(json, "groupName", shown.Group);
        WriteOptional(json, "visibleRule", shown.VisibleRule);
        if (input.Shape == InputShape.Choice)
        {
            json.WriteStartObject("options");
            foreach (var (value, text) in options)
            {
                json.WriteString(value, text);
            }

            json.WriteEndObject();
        }

        if (input.Shape == InputShape.Lines)
        {
            json.WriteStartObject("properties");
            json.WriteBoolean("resizable", value: true);
            json.WriteString("rows", "4");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    // `filePath` would be wrong for paths: the agent replaces an empty one by the folder of the sources, as if it had been given.
    private static string Type(InputShape shape) =>
        shape switch
        {
            InputShape.Lines => "multiLine",
            InputShape.Flag => "boolean",
            InputShape.Choice => "pickList",
            _ => "string",
        };

    private static string Label(string name)
    {
        var words = name.Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
