using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore.Tests;

/// <summary>A log of the tests: signs promises, checkpoints and certificate timestamps for whatever it is given.</summary>
internal sealed class ForgedLog
{
    private readonly Func<byte[], byte[]> _sign;
    private readonly byte[] _spki;
    private readonly bool _isRsa;

    private ForgedLog(string name, byte[] spki, bool isRsa, Func<byte[], byte[]> sign)
    {
        (Name, _spki, _isRsa, _sign) = (name, spki, isRsa, sign);
        Id = SHA256.HashData(spki);
    }

    internal string Name { get; }

    internal byte[] Id { get; }

    internal static ForgedLog Ecdsa(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new ForgedLog(name, key.ExportSubjectPublicKeyInfo(), isRsa: false, d => key.SignData(d, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    internal static ForgedLog Rsa(string name)
    {
        var key = RSA.Create(2048);
        return new ForgedLog(name, key.ExportSubjectPublicKeyInfo(), isRsa: true, d => key.SignData(d, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    internal TrustedLog Trusted(string? @operator = null, ValidityWindow? window = null) => new(
        "https://" + Name, Id, CheckpointKeyId: null, VerificationKey.FromSpki(_spki), window ?? new ValidityWindow(ForgedAuthority.Now.AddYears(-1), End: null), @operator);

    /// <summary>The extension with one certificate timestamp.</summary>
    internal byte[] CertificateTimestamps(ReadOnlySpan<byte> tbs, ReadOnlySpan<byte> issuerKeyHash, byte[] extensions)
    {
        var time = Big(8, (ulong)ForgedAuthority.Now.ToUnixTimeMilliseconds());
        byte[] signature = _sign([0, 0, .. time, 0, 1, .. issuerKeyHash, .. Big(3, (ulong)tbs.Length), .. tbs, .. Big(2, (ulong)extensions.Length), .. extensions]);
        byte[] sct = [0, .. Id, .. time, .. Big(2, (ulong)extensions.Length), .. extensions, 4, (byte)(_isRsa ? 1 : 3), .. Big(2, (ulong)signature.Length), .. signature];
        byte[] list = [.. Big(2, (ulong)sct.Length + 2), .. Big(2, (ulong)sct.Length), .. sct];
        return ForgedLeaf.Encode(w => w.WriteOctetString(list));
    }

    /// <summary>An entry with this body, alone in its tree, with promise and proof.</summary>
    internal TransparencyLogEntry Entry(string kind, string version, string body, DateTimeOffset time, long index = 7)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var root = SHA256.HashData([0, .. bytes]);
        var set = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"body\":\"{Convert.ToBase64String(bytes)}\",\"integratedTime\":{time.ToUnixTimeSeconds()},\"logID\":\"{Convert.ToHexStringLower(Id)}\",\"logIndex\":{index}}}");
        return new TransparencyLogEntry(
            index, Id, kind, version, time.ToUnixTimeSeconds(), _sign(Encoding.UTF8.GetBytes(set)), new InclusionProof(0, root, 1, [], Checkpoint(1, root)), bytes);
    }

    internal string Checkpoint(long size, byte[] root)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Name} - 1\n{size}\n{Convert.ToBase64String(root)}\n");
        return $"{text}\n— {Name} {Convert.ToBase64String([.. Id.AsSpan(0, 4), .. _sign(Encoding.UTF8.GetBytes(text))])}\n";
    }

    private static byte[] Big(int size, ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes[^size..];
    }
}
