using System.Buffers;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Compares stamped streams.</summary>
public static class StampCompare
{
    private static readonly RenderedYamlLimits Limits = new() { RequiresObjects = false };

    /// <summary>
    /// Whether two streams have the same bytes but for these annotations, whether they say something else or are there in one only: then nothing but
    /// where they come from has changed. A stream that is not well-formed is the same as its equal only.
    /// </summary>
    /// <param name="a">One stream.</param>
    /// <param name="b">The other.</param>
    /// <param name="keys">Keys of annotations.</param>
    public static bool SameExcept(ReadOnlyMemory<byte> a, ReadOnlyMemory<byte> b, IReadOnlyCollection<string> keys)
    {
        if (a.Span.SequenceEqual(b.Span))
        {
            return true;
        }

        using var left = RenderedYaml.Read(a, Limits);
        using var right = RenderedYaml.Read(b, Limits);
        if (left.Errors.Count > 0 || right.Errors.Count > 0)
        {
            return false;
        }

        return Rest(left, keys).AsSpan().SequenceEqual(Rest(right, keys));
    }

    // The stream without these annotations.
    private static byte[] Rest(RenderedYaml yaml, IReadOnlyCollection<string> keys)
    {
        var text = yaml.Text.Span;
        var rest = new ArrayBufferWriter<byte>(text.Length + 1);
        var at = 0;
        for (var node = 0; node < yaml.NodeCount; node++)
        {
            if (!yaml.KeyIs(node, "annotations"u8))
            {
                continue;
            }

            foreach (var cut in Cuts(yaml, node, keys))
            {
                rest.Write(text[at..Math.Max(at, cut.Start)]);
                at = Math.Max(at, cut.End);
            }
        }

        rest.Write(text[at..]);
        return rest.WrittenSpan.ToArray();
    }

    private static List<ByteSpan> Cuts(RenderedYaml yaml, int section, IReadOnlyCollection<string> keys)
    {
        var cuts = new List<ByteSpan>();
        var others = 0;
        for (var child = yaml.Kind(section) == YamlKind.Mapping ? yaml.FirstChild(section) : -1; child >= 0; child = yaml.NextSibling(child))
        {
            if (yaml.Kind(child) == YamlKind.Scalar && yaml.KeySpan(child).Length > 0 && keys.Contains(yaml.KeyText(child), StringComparer.Ordinal))
            {
                cuts.Add(Entry(yaml, child, ValueEnd(yaml, child)));
            }
            else
            {
                others++;
            }
        }

        // Annotations with nothing else in them are there for these alone; none at all say the same.
        if (yaml.IsNull(section))
        {
            cuts.Add(Entry(yaml, section, ValueEnd(yaml, section)));
        }
        else if (others == 0 && cuts.Count > 0 && (!IsFlow(yaml, section) || IsFlow(yaml, yaml.Parent(section))))
        {
            return [IsFlow(yaml, section) ? InFlow(yaml.Text.Span, KeyStart(yaml, section), yaml.Span(section).End) : Lines(yaml.Text.Span, KeyStart(yaml, section), cuts[^1].End)];
        }

        return cuts;
    }

    // A value on more than one line goes alone: a stamp would not have written it so.
    private static ByteSpan Entry(RenderedYaml yaml, int node, int end)
    {
        var text = yaml.Text.Span;
        var key = KeyStart(yaml, node);
        return IsFlow(yaml, yaml.Parent(node)) ? InFlow(text, key, end)
            : text[key..end].Contains((byte)'\n') ? Between(yaml.Span(node).Start, end)
            : Lines(text, key, end);
    }

    // With the comma after it, or before it if it is the last.
    private static ByteSpan InFlow(ReadOnlySpan<byte> text, int start, int end)
    {
        var after = end + text[end..].IndexOfAnyExcept((byte)' ', (byte)'\r', (byte)'\n');
        if (after >= end && text[after] == ',')
        {
            var next = text[(after + 1)..].IndexOfAnyExcept((byte)' ', (byte)'\r', (byte)'\n');
            return Between(start, after + 1 + Math.Max(next, 0));
        }

        var before = text[..start].LastIndexOfAnyExcept((byte)' ', (byte)'\r', (byte)'\n');
        return Between(before >= 0 && text[before] == ',' ? before : start, end);
    }

    // Up to the line feed; at the end of a text without one, with the one before.
    private static ByteSpan Lines(ReadOnlySpan<byte> text, int start, int end)
    {
        var first = text[..start].LastIndexOf((byte)'\n') + 1;
        if (end > 0 && text[end - 1] == '\n')
        {
            return Between(first, end);
        }

        var last = text[end..].IndexOf((byte)'\n');
        return last >= 0 ? Between(first, end + last + 1)
            : Between(first > 1 && text[first - 2] == '\r' ? first - 2 : Math.Max(first - 1, 0), text.Length);
    }

    private static ByteSpan Between(int start, int end) => new(start, end - start);

    private static int KeyStart(RenderedYaml yaml, int node) => yaml.KeySpan(node).Start - (yaml.Cells[node].KeyStyle == ScalarStyle.Plain ? 0 : 1);

    private static int ValueEnd(RenderedYaml yaml, int node) => yaml.Span(node).End + (yaml.Style(node) is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0);

    private static bool IsFlow(RenderedYaml yaml, int node) => node >= 0 && (yaml.Cells[node].Flags & CellFlags.Flow) != CellFlags.None;
}
