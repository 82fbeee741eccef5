using System.Formats.Asn1;

namespace PipelineKit.Sigstore;

/// <summary>Public keys of metadata (specification, section 4.2, "KEY").</summary>
internal static class TufKey
{
    private const int P256PointSize = 65;

    /// <summary>Reads a key; null for one of a type or scheme that is not known, which verifies nothing.</summary>
    internal static VerificationKey? Read(TufNode node)
    {
        var type = node.Member("keytype").Text();
        var scheme = node.Member("scheme").Text();
        var value = node.Member("keyval").Member("public");
        try
        {
            return (type, scheme) switch
            {
                ("ecdsa" or "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256") => Ecdsa(value, KeyDetails.EcdsaP256Sha256),
                ("ecdsa" or "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384") => Ecdsa(value, KeyDetails.EcdsaP384Sha384),
                ("ed25519", "ed25519") => Edwards(value),
                ("rsa", "rsassa-pss-sha256") => VerificationKey.Read(VerificationKey.FromPem(value.Text()).Spki, KeyDetails.RsaPssSha256),
                _ => null,
            };
        }
        catch (SigstoreFormatException e)
        {
            throw new TufException(TufProblem.Malformed, node.Role, $"{node.Path} is not the key it says to be", e);
        }
    }

    // PEM, or (in old files) the uncompressed point of P-256 in hexadecimal.
    private static VerificationKey Ecdsa(TufNode value, KeyDetails details)
    {
        var text = value.Text();
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return VerificationKey.Read(VerificationKey.FromPem(text).Spki, details);
        }

        var point = TufHex.Bytes(value, text);
        if (point.Length != P256PointSize || details != KeyDetails.EcdsaP256Sha256)
        {
            throw value.Wrong($"{value.Path} is neither PEM nor an uncompressed point of P-256");
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                writer.WriteObjectIdentifier("1.2.840.10045.3.1.7");
            }

            writer.WriteBitString(point);
        }

        return VerificationKey.Read(writer.Encode(), details);
    }

    private static VerificationKey Edwards(TufNode value)
    {
        var bytes = TufHex.Bytes(value, value.Text());
        return bytes.Length == Ed25519.KeySize ? VerificationKey.Read(Pkcs8.EdwardsSpki(bytes), KeyDetails.Ed25519) : throw value.Wrong($"{value.Path} is not the 32 bytes of an Ed25519 key");
    }
}
