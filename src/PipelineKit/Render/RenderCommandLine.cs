using PipelineKit.Actions;
using PipelineKit.PullRequests;

namespace PipelineKit.Render;

/// <summary>The command line that writes what a run with these inputs compares with.</summary>
internal static class RenderCommandLine
{
    // What only reports, or only keeps from writing.
    private static readonly Input[] LeftOut = [RenderAction.Check, RenderAction.DryRun, RenderAction.Diff, RenderAction.Json, RenderAction.DiffFile, RenderAction.SarifFile, RenderAction.Timeout];

    /// <summary>The inputs that were given elsewhere than in the configuration file, which the command reads by itself; quoted for a POSIX shell.</summary>
    internal static string Of(InputReader inputs)
    {
        Input[] all = [CommonInputs.WorkingDirectory, CommonInputs.Config, .. RenderAction.Definition.Inputs];
        return string.Join(' ', [Product.Program, RenderAction.Definition.Name, .. all.Except(LeftOut).SelectMany(i => Words(i, inputs.Given(i)))]);
    }

    private static IEnumerable<string> Words(Input input, InputValue? given)
    {
        if (given is not { Place.File: null })
        {
            return [];
        }

        var values = input.Shape == InputShape.Lines ? given.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [given.Text];
        return values.SelectMany(v => new[] { "--" + input.Name, CommandText.Word(v) });
    }
}
