using System.Buffers;
using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>A signed certificate timestamp (RFC 6962, section 3.2): a log's promise that it has seen the certificate.</summary>
/// <param name="LogId">SHA-256 of the log's key.</param>
/// <param name="Milliseconds">When, in Unix milliseconds.</param>
/// <param name="Extensions">Extensions, signed with it; static logs put the index there.</param>
/// <param name="SignatureKind">1 for RSA, 3 for ECDSA (RFC 5246, section 7.4.1.4.1).</param>
/// <param name="Signature">The signature.</param>
internal sealed record CertificateTimestamp(ReadOnlyMemory<byte> LogId, ulong Milliseconds, ReadOnlyMemory<byte> Extensions, byte SignatureKind, ReadOnlyMemory<byte> Signature)
{
    private const int Version1 = 0;
    private const int HashSha256 = 4;
    private const int LogIdSize = 32;
    private const int MaximumCount = 16;
    private const long LastMillisecond = 253_402_300_799_999;

    /// <summary>When.</summary>
    internal DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds((long)Milliseconds);

    /// <summary>Reads the list in a certificate; empty without the extension. Throws <see cref="SigstoreFormatException"/>.</summary>
    internal static IReadOnlyList<CertificateTimestamp> ReadAll(Certificate certificate)
    {
        if (certificate.Find(Oids.SctList) is not { } extension)
        {
            return [];
        }

        try
        {
            var reader = new DerReader(extension.Value);
            var list = reader.OctetString();
            reader.End();
            var outer = new TlsReader(list);
            var items = new TlsReader(outer.Vector16());
            outer.End();
            var all = new List<CertificateTimestamp>(1);
            while (!items.IsAtEnd)
            {
                all.Add(all.Count < MaximumCount ? Read(items.Vector16()) : throw new SigstoreFormatException($"there are more than {MaximumCount} certificate timestamps"));
            }

            return all;
        }
        catch (AsnContentException e)
        {
            throw new SigstoreFormatException("the extension with certificate timestamps is not DER", e);
        }
    }

    /// <summary>SHA-256 of what the log signed: the <c>digitally-signed struct</c> for a precertificate of less than 2^24 bytes.</summary>
    internal byte[] SignedHash(ReadOnlySpan<byte> issuerKeyHash, PrecertificateTbs tbs)
    {
        var length = tbs.Length;
        var size = 1 + 1 + 8 + 2 + issuerKeyHash.Length + 3 + length + 2 + Extensions.Length;
        var rented = ArrayPool<byte>.Shared.Rent(size);
        var data = rented.AsSpan(0, size);
        data[..2].Clear();
        var rest = data[2..];
        BinaryPrimitives.WriteUInt64BigEndian(rest, Milliseconds);
        rest[8] = 0;
        rest[9] = 1;
        rest = rest[10..];
        issuerKeyHash.CopyTo(rest);
        rest = rest[issuerKeyHash.Length..];
        rest[0] = (byte)(length >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(rest[1..], (ushort)length);
        tbs.Write(rest[3..]);
        rest = rest[(3 + length)..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)Extensions.Length);
        Extensions.Span.CopyTo(rest[2..]);
        var hash = SHA256.HashData(data);
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    private static CertificateTimestamp Read(ReadOnlyMemory<byte> sct)
    {
        var reader = new TlsReader(sct);
        if (reader.Byte() != Version1)
        {
            throw new SigstoreFormatException("a certificate timestamp is not of version 1");
        }

        var logId = reader.Take(LogIdSize);
        var time = BinaryPrimitives.ReadUInt64BigEndian(reader.Take(8).Span);
        var extensions = reader.Vector16();
        if (reader.Byte() != HashSha256)
        {
            throw new SigstoreFormatException("a certificate timestamp is signed with another hash than SHA-256");
        }

        var kind = reader.Byte();
        var signature = reader.Vector16();
        reader.End();
        return time <= LastMillisecond
            ? new CertificateTimestamp(logId, time, extensions, kind, signature)
            : throw new SigstoreFormatException("a certificate timestamp is after the year 9999");
    }
}
