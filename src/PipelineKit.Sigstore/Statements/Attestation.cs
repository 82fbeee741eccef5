using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>A predicate that is yet to be said about an image.</summary>
/// <param name="PredicateType">Its type URI.</param>
/// <param name="Predicate">It; a JSON object.</param>
public sealed record Attestation(string PredicateType, JsonElement Predicate)
{
    /// <summary>The statement about this image.</summary>
    /// <param name="name">The image's repository, for people.</param>
    /// <param name="image">The image's or index's digest, which alone counts.</param>
    public InTotoStatement About(string name, Digest image) =>
        new(InTotoStatement.TypeV1, [new StatementSubject(name, ImageSignature.DigestOf(image))], PredicateType, Predicate);
}
