using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>An image signature in cosign 3's form: a statement about a digest with an empty predicate.</summary>
public static class ImageSignature
{
    /// <summary>The statement: the subject has no name, so that the image can move to another registry with its signature.</summary>
    /// <param name="image">The image's or index's digest.</param>
    /// <param name="annotations">What the signer says besides; may be empty.</param>
    public static InTotoStatement Of(Digest image, IReadOnlyDictionary<string, string> annotations) =>
        new(
            InTotoStatement.TypeV1,
            [new StatementSubject(Name: null, DigestOf(image), annotations.Count == 0 ? null : annotations)],
            PredicateTypes.ImageSignature,
            PredicateJson.Object(_ => { }));

    internal static Dictionary<string, string> DigestOf(Digest digest) => new(StringComparer.Ordinal) { [digest.Algorithm] = digest.Hex };
}
