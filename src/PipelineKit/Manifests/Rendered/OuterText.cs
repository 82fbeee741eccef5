namespace PipelineKit.Manifests.Rendered;

/// <summary>The text that a stream within a stream is.</summary>
/// <param name="yaml">The stream that has it.</param>
/// <param name="node">The scalar.</param>
/// <param name="document">The outermost document.</param>
/// <param name="outer">The text that <paramref name="yaml"/> is, or null.</param>
internal sealed class OuterText(RenderedYaml yaml, int node, int document, OuterText? outer)
{
    internal int Document { get; } = document;

    internal PinPlace Place { get; } = new(yaml, node, outer?.Place);

    internal int Depth { get; } = outer is null ? 1 : outer.Depth + 1;

    /// <summary>Where a byte of the text stands in the outermost stream: exactly, where the text is bytes or literal lines; else where the text begins.</summary>
    internal int Offset(int inside)
    {
        var one = OffsetOneOut(inside);
        return outer is null ? one : outer.Offset(one);
    }

    /// <summary>The same in the stream that has the text.</summary>
    internal int OffsetOneOut(int inside)
    {
        ref var cell = ref yaml.Cells[node];
        if (yaml.IsVerbatim(node))
        {
            return cell.Start + inside;
        }

        if (cell.Style != ScalarStyle.Block || (cell.Flags & CellFlags.Folded) != 0)
        {
            return cell.Start;
        }

        // Blank lines before the first text are line breaks of the value.
        var file = yaml.Text.Span;
        var value = System.Text.Encoding.UTF8.GetBytes(yaml.ValueText(node));
        var leading = value.AsSpan().IndexOfAnyExcept((byte)'\n');
        var line = value.AsSpan(Math.Max(leading, 0), Math.Max(0, inside - Math.Max(leading, 0))).Count((byte)'\n');
        var column = inside - 1 - value.AsSpan(0, inside).LastIndexOf((byte)'\n');
        var at = cell.Start;
        for (var i = 0; i < line; i++)
        {
            at += file[at..].IndexOf((byte)'\n') + 1;
        }

        return line == 0 ? at + column : at + (cell.Extra & 0xFFFF) + column;
    }
}
