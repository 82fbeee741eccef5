using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>The text that a stream within a stream is.</summary>
/// <param name="yaml">The stream that has it.</param>
/// <param name="node">The scalar.</param>
/// <param name="document">The outermost document.</param>
/// <param name="outer">The text that <paramref name="yaml"/> is, or null.</param>
internal sealed class OuterText(RenderedYaml yaml, int node, int document, OuterText? outer)
{
    private (int[] Inner, int[] Outer)? _lines;

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

        if (cell.Style != ScalarStyle.Block || (cell.Flags & CellFlags.Folded) != CellFlags.None)
        {
            return cell.Start;
        }

        var (inner, outside) = _lines ??= Lines(cell.Start, cell.Extra & 0xFFFF);
        var line = Array.BinarySearch(inner, inside);
        line = line < 0 ? ~line - 1 : line;
        return Math.Min(outside[line] + inside - inner[line], yaml.Text.Length);
    }

    /// <summary>Where each line of a literal text starts, in the text and in the stream that has it.</summary>
    private (int[] Inner, int[] Outer) Lines(int start, int indent)
    {
        var value = Encoding.UTF8.GetBytes(yaml.ValueText(node));
        var file = yaml.Text.Span;
        var leading = Math.Max(0, value.AsSpan().IndexOfAnyExcept((byte)'\n'));
        var (inner, outside) = (new List<int>(), new List<int>());
        var (at, place) = (0, start);
        while (at <= value.Length)
        {
            inner.Add(at);
            outside.Add(place);
            if (at >= leading)
            {
                var next = file[place..].IndexOf((byte)'\n') + 1;
                place = next == 0 ? file.Length : place + next;
                for (var i = 0; i < indent && place < file.Length && file[place] == ' '; i++)
                {
                    place++;
                }
            }

            var length = value.AsSpan(at).IndexOf((byte)'\n');
            at = length < 0 ? value.Length + 1 : at + length + 1;
        }

        return ([.. inner], [.. outside]);
    }
}
