using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace PipelineKit.Sigstore.Tests;

/// <summary>A key of a test repository: how it is described and how it signs.</summary>
internal sealed record TufTestKey(string Id, JsonObject Description, Func<byte[], byte[]> Sign)
{
    internal static TufTestKey Edwards()
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.KeySize);
        return Of("ed25519", "ed25519", Convert.ToHexStringLower(Ed25519.PublicKey(seed)), data => Ed25519.Sign(seed, data));
    }

    internal static TufTestKey Ecdsa(string type = "ecdsa", string curve = "nistP256")
    {
        var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        var hash = curve == "nistP256" ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA384;
        return Of(type, "ecdsa-sha2-" + curve.ToLowerInvariant(), key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence));
    }

    /// <summary>As the first roots of Sigstore had them: the uncompressed point.</summary>
    internal static TufTestKey EcdsaPoint()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return Of(
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp256",
            "04" + Convert.ToHexStringLower(point.X!) + Convert.ToHexStringLower(point.Y!),
            data => key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    internal static TufTestKey Rsa()
    {
        var key = RSA.Create(2048);
        return Of("rsa", "rsassa-pss-sha256", key.ExportSubjectPublicKeyInfoPem(), data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    internal static TufTestKey Unknown() => Of("sphincs", "sphincs-shake-256s", "00", _ => [1, 2, 3]);

    private static TufTestKey Of(string type, string scheme, string text, Func<byte[], byte[]> sign)
    {
        var description = new JsonObject { ["keytype"] = type, ["scheme"] = scheme, ["keyval"] = new JsonObject { ["public"] = text } };
        return new(Convert.ToHexStringLower(SHA256.HashData(TufTestJson.Canonical(description))), description, sign);
    }
}
