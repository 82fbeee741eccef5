namespace PipelineKit.Actions;

/// <summary>The input that chooses the command where one entry serves all: the root action and the Azure task.</summary>
public static class CommandSelector
{
    /// <summary>Its name.</summary>
    public const string Name = "command";

    /// <summary>The input, with the names of a catalogue as choices.</summary>
    public static Input<string> For(ActionCatalog catalog) =>
        new(Name, InputShape.Choice, "The command to run.", text => text.Trim())
        {
            Required = true,
            Choices = catalog.Actions.Select(a => a.Name).ToArray(),
        };
}
