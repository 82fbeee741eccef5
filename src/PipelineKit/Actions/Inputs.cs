using System.Globalization;

namespace PipelineKit.Actions;

/// <summary>The ways to declare an input.</summary>
public static class Inputs
{
    /// <summary>One line of text; empty when not given and without default.</summary>
    public static Input<string> Text(string name, string description, string @default = "") =>
        new(name, InputShape.Text, description, text => text.Trim()) { Default = @default };

    /// <summary>A path, kept as written.</summary>
    public static Input<string> Path(string name, string description, string @default = "") =>
        new(name, InputShape.Path, description, text => text.Trim()) { Default = @default };

    /// <summary>Text that is masked when read.</summary>
    public static Input<string> Secret(string name, string description, string? gitHubDefault = null) =>
        new(name, InputShape.Secret, description, text => text.Trim()) { Default = "", GitHubDefault = gitHubDefault };

    /// <summary>Lines; blank ones and those that start with <c>#</c> are dropped.</summary>
    public static Input<IReadOnlyList<string>> Lines(string name, string description, string @default = "") =>
        new(name, InputShape.Lines, description, SplitLines) { Default = @default };

    /// <summary>Lines or commas: for short lists of words.</summary>
    public static Input<IReadOnlyList<string>> Words(string name, string description, string @default = "") =>
        new(name, InputShape.Text, description, SplitWords) { Default = @default };

    /// <summary>true or false.</summary>
    public static Input<bool> Flag(string name, string description, bool @default = false) =>
        new(name, InputShape.Flag, description, ParseFlag) { Default = @default ? "true" : "false" };

    /// <summary>A whole number in a range.</summary>
    public static Input<int> Whole(string name, string description, int @default, int min, int max) =>
        new(name, InputShape.Whole, description, text => ParseWhole(text, min, max)) { Default = @default.ToString(CultureInfo.InvariantCulture) };

    /// <summary>A span of time.</summary>
    public static Input<TimeSpan> Duration(string name, string description, string @default) =>
        new(name, InputShape.Duration, description, Actions.Duration.Parse) { Default = @default };

    /// <summary>One of the named values.</summary>
    public static Input<T> Choice<T>(string name, string description, (string Text, T Value)[] choices, string @default) =>
        new(name, InputShape.Choice, description, text => ParseChoice(text, choices))
        {
            Default = @default,
            Choices = Array.ConvertAll(choices, c => c.Text),
        };

    private static string[] SplitLines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith('#'))
            .ToArray();

    private static string[] SplitWords(string text) =>
        text.Split([',', '\n', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool ParseFlag(string text) =>
        text.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "on" or "1" => true,
            "false" or "no" or "off" or "0" or "" => false,
            _ => throw new FormatException("allowed are true and false"),
        };

    private static int ParseWhole(string text, int min, int max) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new FormatException($"allowed is a whole number from {min} to {max}");

    private static T ParseChoice<T>(string text, (string Text, T Value)[] choices)
    {
        foreach (var (name, value) in choices)
        {
            if (string.Equals(name, text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new FormatException($"allowed are {string.Join(", ", Array.ConvertAll(choices, c => c.Text))}");
    }
}
