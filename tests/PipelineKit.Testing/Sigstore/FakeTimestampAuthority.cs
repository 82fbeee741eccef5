using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace PipelineKit.Testing;

/// <summary>A timestamp authority (RFC 3161) with a root and a leaf; takes DER, and the JSON form of Sigstore's own authority.</summary>
internal sealed class FakeTimestampAuthority
{
    private const string Sha256Oid = "2.16.840.1.101.3.4.2.1";
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _leaf;
    private readonly SigstoreFaults _faults;
    private readonly TimeProvider _time;

    internal FakeTimestampAuthority(SigstoreFaults faults, TimeProvider time)
    {
        (_faults, _time) = (faults, time);
        var start = time.GetUtcNow().AddDays(-1);
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var authority = new CertificateRequest(new X500DistinguishedName("O=example.test, CN=tsa root"), rootKey, HashAlgorithmName.SHA384);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        authority.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false));
        using var root = authority.CreateSelfSigned(start, start.AddYears(10));
        var request = new CertificateRequest(new X500DistinguishedName("O=example.test, CN=tsa"), _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var leaf = request.Create(root, start, start.AddYears(9), [0x41, .. RandomNumberGenerator.GetBytes(15)]);
        (Root, _leaf) = (root.RawData, X509CertificateLoader.LoadCertificate(leaf.RawData));
    }

    /// <summary>The root certificate.</summary>
    internal byte[] Root { get; }

    /// <summary>The certificate that signs timestamps.</summary>
    internal byte[] Leaf => _leaf.RawData;

    /// <summary>Answers <c>POST /api/v1/timestamp</c>.</summary>
    internal LoopbackResponse Answer(LoopbackRequest request)
    {
        var query = request.Header("Content-Type") == "application/timestamp-query" ? FromDer(request.Body) : FromJson(request);
        if (_faults.Timestamp == TimestampFault.Rejection)
        {
            return Reply(FakeTimestampToken.Rejection());
        }

        if (_faults.Timestamp == TimestampFault.OtherSigner)
        {
            var other = new FakeTimestampAuthority(new SigstoreFaults(), _time);
            return Reply(FakeTimestampToken.Response(query, other._leaf, other._key, _time.GetUtcNow()));
        }

        query = _faults.Timestamp switch
        {
            TimestampFault.OtherImprint => query with { Imprint = SHA256.HashData(query.Imprint) },
            TimestampFault.OtherNonce => query with { Nonce = RandomNumberGenerator.GetBytes(8) },
            _ => query,
        };
        lock (_key)
        {
            return Reply(FakeTimestampToken.Response(query, _leaf, _key, _time.GetUtcNow()));
        }
    }

    private static LoopbackResponse Reply(byte[] der) => LoopbackResponse.Of(201, "application/timestamp-reply", der);

    private static FakeTimestampQuery FromJson(LoopbackRequest request)
    {
        var body = FakeJson.Body(request, "artifactHash", "hashAlgorithm", "certificates", "nonce", "tsaPolicyOID");
        var hash = body.Bytes("artifactHash");
        if (body.Text("hashAlgorithm") != "sha256" || hash.Length != 32)
        {
            throw new FakeRefusalException(400, "a SHA-256 hash is needed");
        }

        return new(hash, Nonce: null, body.TryGetProperty("certificates", out var wanted) && wanted.ValueKind == JsonValueKind.True);
    }

    private static FakeTimestampQuery FromDer(byte[] der)
    {
        try
        {
            var all = new AsnReader(der, AsnEncodingRules.DER);
            var query = all.ReadSequence();
            all.ThrowIfNotEmpty();
            if (query.ReadInteger() != 1)
            {
                throw new FakeRefusalException(400, "a timestamp query of another version");
            }

            var imprint = query.ReadSequence();
            if (imprint.ReadSequence().ReadObjectIdentifier() != Sha256Oid)
            {
                throw new FakeRefusalException(400, "a SHA-256 imprint is needed");
            }

            var hash = imprint.ReadOctetString();
            var nonce = query.HasData && query.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) ? query.ReadIntegerBytes().ToArray() : null;
            var certificates = query.HasData && query.ReadBoolean();
            query.ThrowIfNotEmpty();
            return hash.Length == 32 ? new(hash, nonce, certificates) : throw new FakeRefusalException(400, "an imprint of another length");
        }
        catch (AsnContentException e)
        {
            throw new FakeRefusalException(400, "not a timestamp query: " + e.Message);
        }
    }
}

/// <summary>What a timestamp is asked for.</summary>
/// <param name="Imprint">The SHA-256 hash of the data.</param>
/// <param name="Nonce">The bytes of an INTEGER, or null.</param>
/// <param name="Certificates">Whether the token is to have the signer's certificate.</param>
internal sealed record FakeTimestampQuery(byte[] Imprint, byte[]? Nonce, bool Certificates);
