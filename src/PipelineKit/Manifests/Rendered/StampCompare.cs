namespace PipelineKit.Manifests.Rendered;

/// <summary>Compares stamped streams.</summary>
public static class StampCompare
{
    private static readonly RenderedYamlLimits Limits = new() { RequiresObjects = false };

    /// <summary>
    /// Whether two streams have the same bytes but for the values of these annotations: then nothing but where they come from has changed. A stream that is not
    /// well-formed is the same as its equal only.
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

        var (leftValues, rightValues) = (Values(left, keys), Values(right, keys));
        if (leftValues.Count != rightValues.Count)
        {
            return false;
        }

        var (leftAt, rightAt) = (0, 0);
        for (var i = 0; i < leftValues.Count; i++)
        {
            if (!a.Span[leftAt..leftValues[i].Start].SequenceEqual(b.Span[rightAt..rightValues[i].Start]))
            {
                return false;
            }

            (leftAt, rightAt) = (leftValues[i].End, rightValues[i].End);
        }

        return a.Span[leftAt..].SequenceEqual(b.Span[rightAt..]);
    }

    private static List<ByteSpan> Values(RenderedYaml yaml, IReadOnlyCollection<string> keys)
    {
        var values = new List<ByteSpan>();
        for (var node = 0; node < yaml.NodeCount; node++)
        {
            if (yaml.Kind(node) == YamlKind.Scalar && yaml.Parent(node) is >= 0 and var parent && yaml.KeyIs(parent, "annotations"u8)
                && yaml.KeySpan(node).Length > 0 && keys.Contains(yaml.KeyText(node), StringComparer.Ordinal))
            {
                var span = yaml.Span(node);
                var quotes = yaml.Style(node) is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
                values.Add(new ByteSpan(span.Start - quotes, span.Length + (2 * quotes)));
            }
        }

        return values;
    }
}
