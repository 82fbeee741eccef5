using System.Text;
using PipelineKit.Actions;
using PipelineKit.Actions.Rendering;
using PipelineKit.Failures;

namespace PipelineKit.Cli.CommandLine;

/// <summary>The help, rendered from the definitions.</summary>
internal static class HelpText
{
    private const int Width = 80;
    private const int TextColumn = 6;

    /// <summary>What the program can do.</summary>
    public static string Program(IReadOnlyList<ActionDefinition> commands)
    {
        var text = new StringBuilder(Wrap($"{Product.Program} {Product.Version}: {Product.Summary}.", 0)).Append($"\n\nUsage: {Product.Program} COMMAND [--option value]...\n\nCommands:\n");
        var indent = commands.Max(c => c.Name.Length) + 4;
        foreach (var command in commands)
        {
            text.Append($"  {command.Name}".PadRight(indent)).Append(Wrap(Plain(command.Summary), indent)).Append('\n');
        }

        text.Append($"\n{Product.Program} COMMAND --help shows a command's options;\n{Product.Program} --version the version.\n");
        return AppendExitCodes(text).ToString();
    }

    /// <summary>A command's options.</summary>
    public static string Command(ActionDefinition action)
    {
        var text = new StringBuilder(Wrap(Plain(action.Summary) + ".", 0))
            .Append($"\n\nUsage: {Product.Program} {action.Name} [--option value]...\n");
        foreach (var word in action.Words)
        {
            text.Append($"       {Product.Program} {action.Name} {word.Word}{(word.Value is null ? Value(word.Input).Replace(" (repeatable)", "...", StringComparison.Ordinal) : "")} [--option value]...\n");
        }

        text.Append("\nOptions:\n");
        AppendOptions(text, action.Inputs);
        text.Append("\nOptions of every command:\n");
        AppendOptions(text, CommonInputs.All);
        text.Append("\nWhat is not given here is taken from pipelinekit.yaml.\n");
        return AppendExitCodes(text).ToString();
    }

    private static void AppendOptions(StringBuilder text, IEnumerable<Input> inputs)
    {
        foreach (var input in inputs)
        {
            text.Append($"  --{input.Name}{Value(input)}\n").Append(' ', TextColumn).Append(Wrap(Plain(InputText.Full(input)), TextColumn)).Append('\n');
        }
    }

    private static string Value(Input input) =>
        input.Shape switch
        {
            InputShape.Flag => "",
            InputShape.Choice => $" {string.Join('|', input.Choices)}",
            InputShape.Lines => " TEXT (repeatable)",
            InputShape.Whole => " NUMBER",
            InputShape.Duration => " DURATION",
            InputShape.Path => " PATH",
            _ => " TEXT",
        };

    private static StringBuilder AppendExitCodes(StringBuilder text)
    {
        text.Append("\nExit codes:\n");
        foreach (var (code, meaning) in ExitCodeTexts.All)
        {
            text.Append($"  {(int)code,-4}").Append(meaning).Append('\n');
        }

        return text;
    }

    private static string Plain(string markdown) => markdown.Replace('`', '\'');

    private static string Wrap(string words, int indent)
    {
        var (text, column) = (new StringBuilder(), indent);
        foreach (var word in words.Split(' '))
        {
            if (column > indent && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', indent);
                column = indent;
            }
            else if (column > indent)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        return text.ToString();
    }
}
