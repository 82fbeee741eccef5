using System.Text;

namespace PipelineKit.Manifests;

/// <summary>Turns the bytes of a scalar into its text; one per way of writing and file, so that a node carries no more than a reference.</summary>
internal abstract class YamlScalarSource(ReadOnlyMemory<byte> file)
{
    private protected ReadOnlySpan<byte> File => file.Span;

    internal abstract string Decode(ByteSpan span);

    private protected string Raw(ByteSpan span) => Encoding.UTF8.GetString(File.Slice(span.Start, span.Length));
}

/// <summary>The sources of one file.</summary>
internal sealed class YamlScalarSources(ReadOnlyMemory<byte> file)
{
    private readonly YamlScalarSource _single = new SingleQuotedSource(file);
    private readonly YamlScalarSource _double = new DoubleQuotedSource(file);

    internal YamlScalarSource Verbatim { get; } = new VerbatimSource(file);

    internal YamlScalarSource Folded { get; } = new FoldedSource(file);

    internal YamlScalarSource Quoted(byte quote) => quote == '"' ? _double : _single;

    internal YamlScalarSource Block(int indent, bool isFolded, char chomp) => new BlockSource(file, indent, isFolded, chomp);
}

/// <summary>Bytes that are the text.</summary>
internal sealed class VerbatimSource(ReadOnlyMemory<byte> file) : YamlScalarSource(file)
{
    internal override string Decode(ByteSpan span) => Raw(span);
}

/// <summary>A plain scalar over several lines: YAML 1.2, section 6.5, line folding.</summary>
internal sealed class FoldedSource(ReadOnlyMemory<byte> file) : YamlScalarSource(file)
{
    internal override string Decode(ByteSpan span) => YamlFolding.Fold(Raw(span), escapes: false);
}

/// <summary>Section 7.3.2.</summary>
internal sealed class SingleQuotedSource(ReadOnlyMemory<byte> file) : YamlScalarSource(file)
{
    internal override string Decode(ByteSpan span) => YamlFolding.Fold(Raw(span), escapes: false).Replace("''", "'", StringComparison.Ordinal);
}

/// <summary>Section 7.3.1.</summary>
internal sealed class DoubleQuotedSource(ReadOnlyMemory<byte> file) : YamlScalarSource(file)
{
    internal override string Decode(ByteSpan span) => YamlEscapes.Resolve(YamlFolding.Fold(Raw(span), escapes: true));
}

/// <summary>Section 8.1: literal and folded text, with its indentation and the treatment of its last line breaks.</summary>
internal sealed class BlockSource(ReadOnlyMemory<byte> file, int indent, bool isFolded, char chomp) : YamlScalarSource(file)
{
    internal override string Decode(ByteSpan span)
    {
        var lines = YamlFolding.Lines(Raw(span));
        for (var i = 1; i < lines.Count; i++)
        {
            var line = lines[i];
            var cut = 0;
            while (cut < indent && cut < line.Length && line[cut] == ' ')
            {
                cut++;
            }

            lines[i] = line[cut..];
        }

        var (before, after) = (BreaksBefore(span.Start), BreaksAfter(span.End));
        var text = span.Length == 0 ? "" : new string('\n', before) + (isFolded ? YamlFolding.FoldBlock(lines) : string.Join('\n', lines));
        return chomp switch
        {
            '-' => text,
            '+' => text + new string('\n', after),
            _ => span.Length == 0 || after == 0 ? text : text + "\n",
        };
    }

    /// <summary>The blank lines between the header and the first text.</summary>
    private int BreaksBefore(int at)
    {
        var breaks = 0;
        while (at > 0 && File[at - 1] is (byte)' ' or (byte)'\n' or (byte)'\r')
        {
            at--;
            breaks += File[at] == '\n' || (File[at] == '\r' && File[at + 1] != '\n') ? 1 : 0;
        }

        return breaks - 1;
    }

    /// <summary>The line breaks after the last text, over lines of blanks.</summary>
    private int BreaksAfter(int at)
    {
        var breaks = 0;
        var bytes = File;
        while (at < bytes.Length && bytes[at] is (byte)'\n' or (byte)'\r')
        {
            breaks++;
            at += bytes[at] == '\r' && at + 1 < bytes.Length && bytes[at + 1] == '\n' ? 2 : 1;
            var content = at;
            while (content < bytes.Length && bytes[content] == ' ')
            {
                content++;
            }

            if (content >= bytes.Length || bytes[content] is not ((byte)'\n' or (byte)'\r'))
            {
                break;
            }

            at = content;
        }

        return breaks;
    }
}
