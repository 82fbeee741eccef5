using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.Actions.Rendering;

/// <summary>The tables of the documentation.</summary>
internal static class MarkdownTables
{
    /// <summary>Name, meaning, kind and default of each input.</summary>
    public static string Inputs(IEnumerable<Input> inputs) =>
        Table(
            ["input", "what it is", "value", "default"],
            inputs.Select(i => new[]
            {
                $"`{i.Name}`", i.Description + (i.Required ? " **Required.**" : ""), InputText.Kind(i), InputText.Default(i) is { } value ? $"`{value}`" : "",
            }));

    /// <summary>The spelling of each input on the command line and on the two hosts.</summary>
    public static string Spellings(IEnumerable<Input> inputs) =>
        Table(
            ["GitHub `with:`", "Azure Pipelines `inputs:`", "command line", "pipelinekit.yaml"],
            inputs.Select(i => new[] { $"`{i.Name}`", $"`{AzureName.Of(i.Name)}`", $"`--{i.Name}`", i.Shape == InputShape.Secret ? "never" : $"`{i.Name}`" }));

    /// <summary>Name and meaning of each output, in both spellings.</summary>
    public static string Outputs(IEnumerable<Output> outputs) =>
        Table(["output", "on Azure Pipelines", "what it is"], outputs.Select(o => new[] { $"`{o.Name}`", $"`{AzureName.Of(o.Name)}`", o.Description }));

    /// <summary>Permissions and their reasons.</summary>
    public static string Permissions(ActionDefinition action) =>
        Table(["permission", "why"], action.Permissions.Select(p => new[] { $"`{p.Permission}`", p.Reason }));

    /// <summary>Every command with a link to its page.</summary>
    public static string Commands(ActionCatalog catalog, string toRoot) =>
        Table(
            ["command", "what it does", "reference"],
            catalog.Actions.Select(a => new[] { $"[`{a.Name}`]({toRoot}actions/{a.Name}/README.md)", a.Summary, $"[inputs and outputs]({toRoot}docs/reference/{a.Name}.md)" }));

    /// <summary>What the process exits with.</summary>
    public static string ExitCodes() => Table(["exit", "meaning"], ExitCodeTexts.All.Select(e => new[] { $"`{(int)e.Code}`", e.Meaning }));

    /// <summary>A table of Markdown cells.</summary>
    public static string Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var text = new StringBuilder();
        AppendRow(text, headers);
        AppendRow(text, headers.Select(_ => "---").ToArray());
        foreach (var row in rows)
        {
            AppendRow(text, row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)).ToArray());
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
