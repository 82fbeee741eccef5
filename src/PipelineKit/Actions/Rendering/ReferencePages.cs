using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.Actions.Rendering;

/// <summary>The pages below <c>docs/reference/</c> that are rendered whole.</summary>
internal static class ReferencePages
{
    private const string Warning = "<!-- Rendered by `pipelinekit manifests --write`; edits here are lost. -->\n\n";

    /// <summary>The table of errors; the heading of each is its code, so that <see cref="FailureCode.Docs"/> finds it.</summary>
    public static GeneratedFile Errors()
    {
        var text = new StringBuilder(Warning)
            .Append("# Errors and exit codes\n\nEvery failure has a code that never changes its meaning. The exit code is that of the gravest failure.\n\n")
            .Append(MarkdownTables.ExitCodes());
        foreach (var code in FailureCodes.All)
        {
            text.Append($"\n## {code.Id}\n\n**{code.Title}** (exit {(int)code.Exit})\n\n{code.Cause}\n\nWhat to do: {code.Remedy}\n");
        }

        return new GeneratedFile("docs/reference/errors.md", text.ToString());
    }

    /// <summary>Inputs, spellings, outputs and permissions of one command.</summary>
    public static GeneratedFile Command(ActionDefinition action)
    {
        var text = new StringBuilder(Warning)
            .Append($"# {action.Name}: inputs and outputs\n\n{action.Summary}.\n\n")
            .Append("An input is taken from the command line, else from the step, else from `pipelinekit.yaml`, else the default holds.\n\n")
            .Append("## Inputs\n\n").Append(MarkdownTables.Inputs(action.AllInputs))
            .Append("\n## How each input is spelled\n\n").Append(MarkdownTables.Spellings(action.AllInputs))
            .Append("\nLists are one item a line; on the command line the option may be repeated instead. A flag alone means `true`.\n")
            .Append("\n## Outputs\n\n").Append(MarkdownTables.Outputs(action.AllOutputs))
            .Append("\n## Permissions on GitHub\n\n").Append(MarkdownTables.Permissions(action));
        return new GeneratedFile($"docs/reference/{action.Name}.md", text.ToString());
    }
}
