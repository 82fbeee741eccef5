namespace PipelineKit.Actions.Rendering;

/// <summary>An input of the entries that serve all commands, with the commands that have it.</summary>
/// <param name="Name">kebab-case.</param>
/// <param name="Uses">At least one: the command and its declaration, in catalogue order.</param>
/// <param name="IsCommon">Whether every command has it by <see cref="CommonInputs"/>.</param>
public sealed record InputUnion(string Name, IReadOnlyList<(string Command, Input Input)> Uses, bool IsCommon)
{
    /// <summary>The declaration that decides name and shape.</summary>
    public Input First => Uses[0].Input;

    /// <summary>Whether every command that has it needs it.</summary>
    public bool Required => Uses.All(u => u.Input.Required);

    /// <summary>Every input of every command, each name once; inputs of commands first, then the common ones.</summary>
    public static IReadOnlyList<InputUnion> Of(ActionCatalog catalog)
    {
        var own = catalog.Actions
            .SelectMany(action => action.Inputs.Select(input => (Command: action.Name, Input: input)))
            .GroupBy(use => use.Input.Name, StringComparer.Ordinal)
            .Select(group => new InputUnion(group.Key, group.ToArray(), IsCommon: false));
        var common = CommonInputs.All.Select(input =>
            new InputUnion(input.Name, catalog.Actions.Select(action => (action.Name, input)).ToArray(), IsCommon: true));
        return own.Concat(common).ToArray();
    }

    /// <summary>What the input is, for a reader who may run any of the commands.</summary>
    public string Describe(ActionCatalog catalog)
    {
        var same = Uses.GroupBy(use => InputText.Full(use.Input), StringComparer.Ordinal).ToArray();
        if (same.Length > 1)
        {
            return string.Join(" ", same.Select(g => $"For {Names(g.Select(u => u.Command))}: {g.Key}"));
        }

        return Uses.Count == catalog.Actions.Count ? same[0].Key : $"{same[0].Key} Used by {Names(Uses.Select(u => u.Command))}.";
    }

    private static string Names(IEnumerable<string> commands) => string.Join(", ", commands.Select(c => $"`{c}`"));
}
