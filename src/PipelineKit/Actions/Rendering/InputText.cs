namespace PipelineKit.Actions.Rendering;

/// <summary>The sentences that describe an input where there is no column for each fact.</summary>
public static class InputText
{
    /// <summary>Description, allowed values and default.</summary>
    public static string Full(Input input)
    {
        var text = input.Description;
        if (input.Choices.Count > 0)
        {
            text += $" One of {string.Join(", ", input.Choices.Select(c => $"`{c}`"))}.";
        }

        return Default(input) is { } value ? $"{text} Default: `{value}`." : text;
    }

    /// <summary>The default worth telling, on one line; null for none, for empty text, and for a flag that is off.</summary>
    public static string? Default(Input input) =>
        input.Default switch
        {
            null or "" => null,
            "false" when input.Shape == InputShape.Flag => null,
            var value => string.Join(", ", value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        };

    /// <summary>The kind of value in a word or two.</summary>
    public static string Kind(Input input) =>
        input.Shape switch
        {
            InputShape.Lines => "lines",
            InputShape.Flag => "`true` or `false`",
            InputShape.Choice => string.Join(", ", input.Choices.Select(c => $"`{c}`")),
            InputShape.Whole => "whole number",
            InputShape.Duration => "duration",
            InputShape.Path => "path",
            InputShape.Secret => "secret",
            _ => "text",
        };
}
