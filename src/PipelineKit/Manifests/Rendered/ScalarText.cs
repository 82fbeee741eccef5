using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Texts of scalars that are not their bytes.</summary>
internal static class ScalarText
{
    /// <summary>A quoted text on one line, without its quotes.</summary>
    internal static string Unquoted(ReadOnlySpan<byte> inside, ScalarStyle style)
    {
        var text = Encoding.UTF8.GetString(inside);
        return style switch
        {
            ScalarStyle.DoubleQuoted => YamlEscapes.Resolve(text),
            ScalarStyle.SingleQuoted => text.Replace("''", "'", StringComparison.Ordinal),
            _ => text,
        };
    }

    /// <summary>Any scalar.</summary>
    internal static string Of(ReadOnlyMemory<byte> file, YamlCell cell)
    {
        var span = new ByteSpan(cell.Start, cell.Length);
        return cell.Style switch
        {
            ScalarStyle.Block when cell.Length == 0 => OnlyBreaks(new BlockSource(file, 0, isFolded: false, (char)(cell.Extra >> 16)).Decode(span)),
            ScalarStyle.Block => new BlockSource(file, cell.Extra & 0xFFFF, (cell.Flags & CellFlags.Folded) != CellFlags.None, (char)(cell.Extra >> 16)).Decode(span),
            _ when (cell.Flags & (CellFlags.ManyLines | CellFlags.Escapes)) == CellFlags.None => Encoding.UTF8.GetString(file.Span.Slice(span.Start, span.Length)),
            ScalarStyle.DoubleQuoted => new DoubleQuotedSource(file).Decode(span),
            ScalarStyle.SingleQuoted => new SingleQuotedSource(file).Decode(span),
            _ => new FoldedSource(file).Decode(span),
        };
    }

    /// <summary>Of a block without text, whose first break is the one of its header.</summary>
    private static string OnlyBreaks(string breaks) => breaks.Length == 0 ? "" : breaks[1..];
}
