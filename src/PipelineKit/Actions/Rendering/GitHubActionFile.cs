using System.Text;

namespace PipelineKit.Actions.Rendering;

/// <summary>
/// Renders GitHub action metadata: the root action with the input <c>command</c> and the union of all inputs, and one action per command.
/// Defaults are told in the descriptions, not set: the runner would pass them as if the user had, and pipelinekit.yaml would never be heard.
/// </summary>
public static class GitHubActionFile
{
    private const string Warning = "# Rendered by `pipelinekit manifests --write` from the command definitions; edits here are lost.\n";

    /// <summary>The root <c>action.yml</c>: the entry the Marketplace lists.</summary>
    public static GeneratedFile Root(ActionCatalog catalog, string image)
    {
        var text = Head(Product.Name, Product.Summary, "lock");
        var selector = CommandSelector.For(catalog);
        text.Append("inputs:\n");
        AppendInput(text, selector, InputText.Full(selector), required: true);
        foreach (var input in InputUnion.Of(catalog))
        {
            AppendInput(text, input.First, input.Describe(catalog), input.Required && input.Uses.Count == catalog.Actions.Count);
        }

        AppendOutputs(text, OutputUnion.Of(catalog));
        return new GeneratedFile("action.yml", Runs(text, image, command: null));
    }

    /// <summary><c>actions/COMMAND/action.yml</c>.</summary>
    public static GeneratedFile Command(ActionDefinition action, string image)
    {
        var text = Head(action.Title, action.Summary, action.Icon);
        text.Append("inputs:\n");
        foreach (var input in action.AllInputs)
        {
            AppendInput(text, input, InputText.Full(input), input.Required);
        }

        AppendOutputs(text, action.AllOutputs);
        return new GeneratedFile($"actions/{action.Name}/action.yml", Runs(text, image, action.Name));
    }

    private static StringBuilder Head(string name, string summary, string icon) =>
        new StringBuilder(Warning)
            .Append("name: ").Append(Quoted(name)).Append('\n')
            .Append("description: ").Append(Quoted(summary)).Append('\n')
            .Append("author: ").Append(Quoted(Product.Author)).Append('\n')
            .Append("branding:\n  icon: ").Append(icon).Append("\n  color: blue\n");

    private static void AppendInput(StringBuilder text, Input input, string description, bool required)
    {
        text.Append("  ").Append(input.Name).Append(":\n    description: ").Append(Quoted(description)).Append('\n');
        text.Append("    required: ").Append(required ? "true" : "false").Append('\n');
        if (input.GitHubDefault is { } expression)
        {
            text.Append("    default: ").Append(expression).Append('\n');
        }
    }

    private static void AppendOutputs(StringBuilder text, IEnumerable<Output> outputs)
    {
        text.Append("outputs:\n");
        foreach (var output in outputs)
        {
            text.Append("  ").Append(output.Name).Append(":\n    description: ").Append(Quoted(output.Description)).Append('\n');
        }
    }

    private static string Runs(StringBuilder text, string image, string? command)
    {
        text.Append("runs:\n  using: docker\n  image: ").Append(image).Append('\n');
        if (command is not null)
        {
            text.Append("  args:\n    - ").Append(command).Append('\n');
        }

        return text.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
