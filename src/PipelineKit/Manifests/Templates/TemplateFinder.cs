using System.Text;
using PipelineKit.Oci;
using PipelineKit.Templating;

namespace PipelineKit.Manifests.Templates;

/// <summary>
/// Templates of <c>render</c>: what their code hands literally to <c>image</c>, <c>digest</c> and <c>image_tag</c>, when it has a tag or a digest. A name without
/// either is a look-up of something that stands elsewhere. Nothing in a template is edited: the lock alone pins what it names.
/// </summary>
public static class TemplateFinder
{
    private static readonly HashSet<string> Functions = new(["image", "digest", "image_tag"], StringComparer.Ordinal);

    /// <summary>Adds every reference.</summary>
    public static void Find(SiteSink sink)
    {
        // One character for each byte: what is not ASCII is never a reference, and offsets stay those of the file.
        var text = Encoding.Latin1.GetString(sink.File.Bytes.Span);
        foreach (var argument in LiteralArguments.Find(text, Functions))
        {
            var reference = text.Substring(argument.Start, argument.Length);
            if (ImageReference.TryParse(reference, out var image, out _) && (image.Tag is not null || image.Digest is not null) && !ReferenceEdit.IsImageId(reference))
            {
                var span = new ByteSpan(argument.Start, argument.Length);
                sink.Add(sink.Site(span, SiteForm.WholeReference, span, reference, argument.Function, CommentOnLine(sink.File, span), NotPinnable.No));
            }
        }
    }

    // A comment of the template or of the YAML it makes, before or behind the code.
    private static ByteSpan? CommentOnLine(SourceText file, ByteSpan span)
    {
        var line = file.Line(span.Start);
        var hash = file.Slice(line).IndexOf((byte)'#');
        return hash < 0 ? null : new ByteSpan(line.Start + hash, line.Length - hash);
    }
}
