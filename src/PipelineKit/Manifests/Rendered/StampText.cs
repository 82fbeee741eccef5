using System.Text;
using PipelineKit.Locking;

namespace PipelineKit.Manifests.Rendered;

/// <summary>YAML that a stamp writes.</summary>
/// <param name="newLine">The stream's line end.</param>
internal sealed class StampText(string newLine)
{
    /// <summary>Blanks from a mapping to what is in it.</summary>
    internal const int Step = 2;

    internal string NewLine => newLine;

    /// <summary>A text, in quotes if a reader could take it for something else.</summary>
    internal static string Scalar(string value)
    {
        var text = new StringBuilder();
        LockText.Append(text, value);
        return text.ToString();
    }

    /// <summary>Entries of a block, one a line, without a line end after the last.</summary>
    internal string Entries(List<(string Key, string Value)> entries, int indent) =>
        string.Join(newLine, entries.Select(e => $"{Blanks(indent)}{Scalar(e.Key)}: {Scalar(e.Value)}"));

    internal string Sections(List<(string Name, List<(string Key, string Value)> Entries)> sections, int indent) =>
        string.Join(newLine, sections.Select(s => $"{Blanks(indent)}{s.Name}:{newLine}{Entries(s.Entries, indent + Step)}"));

    /// <summary>A block that is to stand before what starts at the column.</summary>
    internal string Before(string block, int column) => block.TrimStart(' ') + newLine + Blanks(column);

    internal static string FlowEntries(List<(string Key, string Value)> entries) =>
        "{" + string.Join(", ", entries.Select(e => $"{Quoted(e.Key)}: {Quoted(e.Value)}")) + "}";

    internal static string FlowSections(List<(string Name, List<(string Key, string Value)> Entries)> sections) =>
        "{" + string.Join(", ", sections.Select(s => $"\"{s.Name}\": {FlowEntries(s.Entries)}")) + "}";

    private static string Quoted(string value) => Scalar(value) is var text && text[0] == '"' ? text : $"\"{text}\"";

    private static string Blanks(int count) => new(' ', count);
}
