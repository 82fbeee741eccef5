using PipelineKit.Oci;

namespace PipelineKit.Manifests.Docker;

/// <summary>Where a resolved reference would carry its digest.</summary>
/// <param name="Form">What the bytes to edit are.</param>
/// <param name="Edit">Those bytes; the whole word's when there is an obstacle.</param>
/// <param name="Owner">The argument whose default they stand in, or null.</param>
/// <param name="Obstacle">Why not, or <see cref="NotPinnable.No"/>.</param>
internal sealed record DockerPlace(SiteForm Form, ByteSpan Edit, DockerArgument? Owner, NotPinnable Obstacle)
{
    /// <summary>
    /// Chooses the place so that the build keeps its meaning: the digest goes to the end of the text that names the tag, be that in the
    /// instruction or in a default; where a tag is put together from several texts, a digest would silence some of them, and there is no place.
    /// </summary>
    internal static DockerPlace Of(string reference, List<DockerPiece> pieces, ByteSpan whole)
    {
        if (!ImageReference.TryParse(reference, out _, out _) || ReferenceEdit.IsImageId(reference))
        {
            return Refused(whole, pieces.Exists(p => p.Owner is not null) ? NotPinnable.Variable : NotPinnable.Malformed);
        }

        var last = pieces[^1];
        var (form, skip) = pieces.Count == 1 ? (SiteForm.WholeReference, 0) : Split(reference, reference.Length - last.Text.Length);
        return (skip, last.Place) switch
        {
            ( < 0, _) => Refused(whole, NotPinnable.Variable),
            (_, null) => Refused(whole, NotPinnable.Notation),
            var (_, place) => new DockerPlace(form, new ByteSpan(place.Value.Start + skip, place.Value.Length - skip), last.Owner, NotPinnable.No),
        };
    }

    internal static DockerPlace Refused(ByteSpan whole, NotPinnable obstacle) => new(SiteForm.WholeReference, whole, null, obstacle);

    // What the last piece, which begins at this character of the reference, is: with its form, how much of it is not the tag; -1 for no place.
    private static (SiteForm Form, int Skip) Split(string reference, int last)
    {
        var before = reference.AsSpan(0, last);
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0 && at < last)
        {
            return before.EndsWith("@") ? (SiteForm.DigestValue, 0) : before.EndsWith("@sha256:") ? (SiteForm.HexValue, 0) : (SiteForm.DigestValue, -1);
        }

        var body = at < 0 ? reference : reference[..at];
        var colon = body.LastIndexOf(':');
        if (colon <= body.LastIndexOf('/'))
        {
            return (SiteForm.WholeReference, 0);
        }

        return colon >= last ? (SiteForm.TagOnly, colon + 1 - last)
            : colon == last - 1 || at == last ? (SiteForm.TagOnly, 0)
            : (SiteForm.TagOnly, -1);
    }
}
