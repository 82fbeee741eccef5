namespace PipelineKit.Manifests;

/// <summary>Parts of scalars.</summary>
internal static class YamlNodeParts
{
    /// <summary>The scalar from this character on. Of one that is not verbatim only the text is cut; its bytes are not to be edited anyway.</summary>
    internal static YamlNode From(this YamlNode scalar, int start)
    {
        var bytes = System.Text.Encoding.UTF8.GetByteCount(scalar.Text.AsSpan(0, start));
        return scalar with
        {
            Text = scalar.Text[start..],
            Span = scalar.IsVerbatim ? new ByteSpan(scalar.Span.Start + bytes, scalar.Span.Length - bytes) : scalar.Span,
        };
    }
}
