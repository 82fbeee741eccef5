namespace PipelineKit.Actions.Rendering;

/// <summary>The outputs of the entries that serve all commands.</summary>
public static class OutputUnion
{
    /// <summary>Every output of every command, each name once; where commands describe one differently, all say theirs.</summary>
    public static IReadOnlyList<Output> Of(ActionCatalog catalog) =>
        catalog.Actions
            .SelectMany(action => action.Outputs.Select(output => (Command: action.Name, Output: output)))
            .GroupBy(use => use.Output.Name, StringComparer.Ordinal)
            .Select(Merge)
            .Concat(CommonOutputs.All)
            .ToArray();

    private static Output Merge(IGrouping<string, (string Command, Output Output)> uses)
    {
        var texts = uses.GroupBy(use => use.Output.Description, StringComparer.Ordinal).ToArray();
        return texts.Length == 1
            ? uses.First().Output
            : new Output(uses.Key, string.Join(" ", texts.Select(t => $"From {string.Join(", ", t.Select(u => $"`{u.Command}`"))}: {t.Key}")));
    }
}
