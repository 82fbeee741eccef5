using System.Text;

namespace PipelineKit.Manifests.Editing;

/// <summary>A replacement of a run of bytes.</summary>
/// <param name="Span">The bytes to replace; of length 0 to insert.</param>
/// <param name="Text">What stands there after it, written as UTF-8.</param>
public sealed record SpanEdit(ByteSpan Span, string Text);

/// <summary>Replaces runs of bytes and leaves every other byte as it is.</summary>
public static class SpanEditor
{
    /// <summary>The bytes with the edits made; the edits may come in any order.</summary>
    /// <exception cref="ArgumentException">Two edits overlap or start at the same byte, or one leaves the file.</exception>
    public static byte[] Apply(ReadOnlySpan<byte> bytes, IEnumerable<SpanEdit> edits)
    {
        var ordered = edits.OrderBy(e => e.Span.Start).ToList();
        var result = new MemoryStream(bytes.Length + (ordered.Count * 80));
        var at = 0;
        var last = -1;
        foreach (var edit in ordered)
        {
            if (edit.Span.Start < at || edit.Span.Start == last || edit.Span.Length < 0 || edit.Span.End > bytes.Length)
            {
                throw new ArgumentException($"an edit at byte {edit.Span.Start} overlaps another or leaves the file of {bytes.Length} bytes", nameof(edits));
            }

            result.Write(bytes[at..edit.Span.Start]);
            result.Write(Encoding.UTF8.GetBytes(edit.Text));
            at = edit.Span.End;
            last = edit.Span.Start;
        }

        result.Write(bytes[at..]);
        return result.ToArray();
    }
}
