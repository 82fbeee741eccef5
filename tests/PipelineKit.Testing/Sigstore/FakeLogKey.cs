using System.Security.Cryptography;
using System.Text;
using PipelineKit.Sigstore;

namespace PipelineKit.Testing;

/// <summary>The key of a log: signs notes, and promises (ECDSA only).</summary>
internal sealed class FakeLogKey
{
    private readonly Func<byte[], byte[]> _sign;

    private FakeLogKey(string name, string details, byte[] spki, byte[] id, Func<byte[], byte[]> sign) =>
        (Name, Details, Spki, Id, _sign) = (name, details, spki, id, sign);

    /// <summary>The log's name: origin and signer of its notes.</summary>
    internal string Name { get; }

    /// <summary>The kind of key, as protobuf-specs calls it.</summary>
    internal string Details { get; }

    /// <summary>The public key.</summary>
    internal byte[] Spki { get; }

    /// <summary>The log's id; its first four bytes are the key id of notes.</summary>
    internal byte[] Id { get; }

    /// <summary>A P-256 key, as Rekor v1 and certificate logs have: the id is the hash of the key.</summary>
    internal static FakeLogKey Ecdsa(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = key.ExportSubjectPublicKeyInfo();
        return new(name, "PKIX_ECDSA_P256_SHA_256", spki, SHA256.HashData(spki), data =>
        {
            lock (key)
            {
                return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            }
        });
    }

    /// <summary>An Ed25519 key, as Rekor v2 has: the id is that of signed notes (C2SP signed-note, type 1).</summary>
    internal static FakeLogKey OfEd25519(string name)
    {
        var seed = RandomNumberGenerator.GetBytes(Ed25519.KeySize);
        var key = Ed25519.PublicKey(seed);
        byte[] spki = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00, .. key];
        return new(name, "PKIX_ED25519", spki, SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', 1, .. key]), data => Ed25519.Sign(seed, data));
    }

    /// <summary>Signs.</summary>
    internal byte[] Sign(byte[] data) => _sign(data);

    /// <summary>A signed checkpoint (C2SP tlog-checkpoint).</summary>
    internal string Checkpoint(string origin, long size, byte[] root)
    {
        var note = $"{origin}\n{size}\n{Convert.ToBase64String(root)}\n";
        return $"{note}\n\u2014 {Name} {Convert.ToBase64String([.. Id[..4], .. Sign(Encoding.UTF8.GetBytes(note))])}\n";
    }
}
