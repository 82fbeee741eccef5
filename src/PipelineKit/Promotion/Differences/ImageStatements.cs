using PipelineKit.Oci;
using PipelineKit.Signatures;
using PipelineKit.Sigstore;

namespace PipelineKit.Promotion;

/// <summary>Reads what is claimed about an image: attested beside it, or kept in its index by BuildKit. What is not proved is read as well, and marked.</summary>
/// <param name="place">Where the image is.</param>
/// <param name="evidence">What is signed about it.</param>
/// <param name="signer">Whose signatures the settings believe; null for nobody's.</param>
internal sealed class ImageStatements(ImagePlace place, SignedEvidence evidence, SignerSettings? signer)
{
    /// <summary>The most bytes of a claim, or of a bill of materials, that are read: 32 MiB.</summary>
    internal const int MaximumBytes = 32 << 20;

    private const string InToto = "application/vnd.in-toto+json";
    private const string Type = "in-toto.io/predicate-type";

    /// <summary>What is attested beside the image: what is proved first.</summary>
    internal async Task<Answer<IReadOnlyList<ImageClaim>>> AttestedAsync(CancellationToken cancellation)
    {
        var listing = await evidence.ListAsync(cancellation);
        if (listing.Value is null)
        {
            return new Answer<IReadOnlyList<ImageClaim>>(null, listing.Problem);
        }

        var judged = signer is null ? [] : (await evidence.JudgeAsync(signer, cancellation)).Value ?? [];
        var proved = judged.Where(j => j is { IsVerified: true, Result.Statement: not null }).ToList();
        return new Answer<IReadOnlyList<ImageClaim>>(
            [
                .. proved.Select(j => new ImageClaim(j.Result.Statement!, IsSigned: true)),
                .. listing.Value.Signatures.Where(s => proved.TrueForAll(p => p.Manifest != s.Manifest)).Select(s => Claimed(s.Bundle)).OfType<InTotoStatement>().Select(s => new ImageClaim(s, IsSigned: false)),
            ],
            Problem: null);
    }

    /// <summary>What BuildKit put into the index about one of its images.</summary>
    /// <param name="index">The index.</param>
    /// <param name="image">The image.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<ImageClaim>> BuiltInAsync(ManifestContent index, Descriptor image, CancellationToken cancellation)
    {
        var claims = new List<ImageClaim>();
        foreach (var about in index.Manifests.Where(m => m.Annotations.GetValueOrDefault("vnd.docker.reference.digest") == image.Digest.Text).Take(1))
        {
            var manifest = await place.Store.GetManifestAsync(place.Repository, about.Digest, cancellation);
            foreach (var layer in manifest.Layers.Where(l => l.MediaType == InToto && IsRead(l.Annotations.GetValueOrDefault(Type))).Take(8))
            {
                if (InTotoStatement.Parse(await ReadAsync(layer, cancellation)) is var statement && statement.Subjects.Any(s => s.Digests.GetValueOrDefault(image.Digest.Algorithm) == image.Digest.Hex))
                {
                    claims.Add(new ImageClaim(statement, IsSigned: false, image.Platform?.ToString() ?? ""));
                }
            }
        }

        return claims;
    }

    /// <summary>The bytes of a blob, which are few.</summary>
    /// <exception cref="RegistryException">It cannot be had, or is too large.</exception>
    internal async Task<byte[]> ReadAsync(Descriptor blob, CancellationToken cancellation)
    {
        if (blob.Size is < 0 or > MaximumBytes)
        {
            throw new RegistryException(RegistryProblem.Protocol, place.Text, $"{blob.Digest} of {blob.Size} bytes is larger than the {MaximumBytes} that are read here");
        }

        var bytes = new byte[blob.Size];
        await using var stream = await place.Store.OpenBlobAsync(place.Repository, blob, cancellation);
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }

    private static bool IsRead(string? type) => type is PredicateTypes.Spdx or PredicateTypes.CycloneDx or PredicateTypes.SlsaProvenance or PredicateTypes.SlsaProvenance02;

    private static InTotoStatement? Claimed(SigstoreBundle bundle)
    {
        try
        {
            return SignatureJudge.TypeOf(bundle) is null ? null : InTotoStatement.Parse(((DsseContent)bundle.Content).Envelope.Payload);
        }
        catch (SigstoreFormatException)
        {
            // TypeOf has read the same bytes and would have said no.
            return null;
        }
    }
}

/// <summary>A claim about an image.</summary>
/// <param name="Statement">It.</param>
/// <param name="IsSigned">Whether the settings believe who signed it.</param>
/// <param name="Platform">The platform it is about; empty for all of the image.</param>
internal sealed record ImageClaim(InTotoStatement Statement, bool IsSigned, string Platform = "");
