using PipelineKit.Oci;

namespace PipelineKit.Manifests;

/// <summary>What to edit in a value that names an image, and what it names.</summary>
/// <param name="Form">What the edited part is.</param>
/// <param name="Start">Where it starts in the value, in characters.</param>
/// <param name="Length">Its length, in characters.</param>
/// <param name="Reference">The reference in force; the value itself when that is not known.</param>
/// <param name="Obstacle">Why it cannot be edited.</param>
internal readonly record struct ReferenceEdit(SiteForm Form, int Start, int Length, string Reference, NotPinnable Obstacle)
{
    /// <summary>
    /// For a value that is a whole reference. With variables, the part to edit is the one the digest has to stand with, so that a variable that is set
    /// replaces tag and digest together: the default of the variable the reference ends in, or literal text behind variables that are only the
    /// registry or namespace.
    /// </summary>
    internal static ReferenceEdit OfWhole(string value)
    {
        var text = VariableText.Of(value);
        if (!text.IsKnown)
        {
            return None(value, value, NotPinnable.Variable);
        }

        if (!ImageReference.TryParse(text.Value, out var reference, out _) || IsImageId(text.Value))
        {
            return None(value, text.Value, NotPinnable.Malformed);
        }

        var last = text.Pieces[^1];
        if (text.Pieces.Count == 1)
        {
            return new ReferenceEdit(SiteForm.WholeReference, last.Start, last.Length, text.Value, NotPinnable.No);
        }

        var start = text.Value.Length - last.Length;
        var name = reference.Name.Length;
        var tagStart = reference.Tag is null ? -1 : name + 1;
        var tagEnd = tagStart < 0 ? name : tagStart + reference.Tag!.Length;
        if (reference.Digest is not null && start > tagEnd - 1)
        {
            var digest = Math.Max(start, tagEnd + 1);
            return Part(SiteForm.DigestValue, last, digest - start, text.Value);
        }

        if (last.Variable == 0 && start > reference.Name.LastIndexOf('/') + 1)
        {
            return None(value, text.Value, NotPinnable.Variable);
        }

        return tagStart < 0 || (last.Variable != 0 && start < name)
            ? Part(SiteForm.WholeReference, last, 0, text.Value)
            : Part(SiteForm.TagOnly, last, Math.Max(tagStart - start, 0), text.Value);
    }

    /// <summary>For a value that is a tag (and maybe a digest) of a name that stands elsewhere.</summary>
    internal static ReferenceEdit OfTag(string name, string value)
    {
        var text = VariableText.Of(value);
        var full = VariableText.Of(name + (value.StartsWith('@') ? "" : ":") + value);
        if (!full.IsKnown)
        {
            return None(value, full.Value, NotPinnable.Variable);
        }

        if (!ImageReference.TryParse(full.Value, out _, out _))
        {
            return None(value, full.Value, NotPinnable.Malformed);
        }

        var last = text.Pieces[^1];
        return text.Pieces.Count > 1 && last.Variable == 0
            ? None(value, full.Value, NotPinnable.Variable)
            : Part(SiteForm.TagOnly, last, 0, full.Value);
    }

    /// <summary>
    /// Whether it is the id of a local image, <c>sha256:</c> and 64 hex digits: the grammar reads that as a name and a tag, every engine as content
    /// it has already.
    /// </summary>
    internal static bool IsImageId(string reference) => Digest.TryParse(reference, out _);

    private static ReferenceEdit Part(SiteForm form, TextPiece piece, int skip, string reference) =>
        new(form, piece.Start + skip, piece.Length - skip, reference, NotPinnable.No);

    private static ReferenceEdit None(string value, string reference, NotPinnable obstacle) =>
        new(SiteForm.WholeReference, 0, value.Length, reference, obstacle);
}
