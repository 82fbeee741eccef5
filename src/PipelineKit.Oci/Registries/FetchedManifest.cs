namespace PipelineKit.Oci;

/// <summary>A manifest as it came, with what its headers claim.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="ContentType">Without parameters.</param>
/// <param name="Claimed">Docker-Content-Digest, or null.</param>
/// <param name="ETag">A strong entity tag (RFC 9110, section 8.8.3), or null.</param>
internal sealed record FetchedManifest(byte[] Bytes, string ContentType, Digest? Claimed, string? ETag)
{
    /// <summary>
    /// The digest of the bytes, which is the one asked for and the one claimed, where there are such; throws <see cref="DigestMismatchException"/>.
    /// Bytes of schema 1 have no digest that could be computed: they are left to the parser to refuse.
    /// </summary>
    internal Digest Verify(Digest? asked, string source)
    {
        if (!MediaTypes.IsSchema1(ContentType))
        {
            Check(asked, source);
            Check(Claimed, source);
        }

        return asked ?? Claimed ?? Digest.Sha256(Bytes);
    }

    private void Check(Digest? expected, string source)
    {
        if (expected?.OfSameAlgorithm(Bytes) is { } actual && actual != expected)
        {
            throw new DigestMismatchException(expected, actual, source);
        }
    }
}
