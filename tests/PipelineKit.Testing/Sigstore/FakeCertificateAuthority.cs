using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PipelineKit.Testing;

/// <summary>A root, an issuer below it, and the short-lived certificates that one issues; all P-384 as Fulcio's.</summary>
internal sealed class FakeCertificateAuthority
{
    private const string SctExtension = "1.3.6.1.4.1.11129.2.4.2";
    private readonly ECDsa _issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private readonly X509Certificate2 _issuer;
    private readonly byte[] _issuerSpki;

    internal FakeCertificateAuthority(string name, DateTimeOffset start)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var root = Authority(name + " root", rootKey, pathLength: 1).CreateSelfSigned(start, start.AddYears(10));
        using var issuer = Authority(name + " intermediate", _issuerKey, pathLength: 0).Create(root, start, start.AddYears(9), Serial());
        Root = root.RawData;
        _issuer = X509CertificateLoader.LoadCertificate(issuer.RawData);
        _issuerSpki = _issuer.PublicKey.ExportSubjectPublicKeyInfo();
    }

    /// <summary>The root certificate.</summary>
    internal byte[] Root { get; }

    /// <summary>The certificate of the issuer.</summary>
    internal byte[] Intermediate => _issuer.RawData;

    /// <summary>A certificate for signing code, valid for ten minutes; with a certificate timestamp when there is a log.</summary>
    /// <param name="key">Whose it is.</param>
    /// <param name="identity">What it says.</param>
    /// <param name="start">When it begins to be valid.</param>
    /// <param name="log">The log of certificates, or null.</param>
    /// <param name="misplaceSct">Takes the timestamp of another certificate.</param>
    internal byte[] Issue(PublicKey key, FakeIdentity identity, DateTimeOffset start, FakeCertificateLog? log, bool misplaceSct)
    {
        var (serial, from) = (Serial(), DateTimeOffset.FromUnixTimeSeconds(start.ToUnixTimeSeconds()));
        byte[] Create(byte[] serialNumber, byte[]? sct)
        {
            var request = Leaf(key, identity);
            if (sct is not null)
            {
                request.CertificateExtensions.Add(new X509Extension(SctExtension, sct, critical: false));
            }

            lock (_issuerKey)
            {
                using var made = request.Create(_issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(_issuerKey), from, from.AddMinutes(10), serialNumber);
                return made.RawData;
            }
        }

        return Create(serial, log?.Extension(Tbs(Create(misplaceSct ? Serial() : serial, sct: null)), _issuerSpki));
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }

    private static byte[] Tbs(byte[] certificate) =>
        new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().PeekEncodedValue().ToArray();

    private static CertificateRequest Authority(string name, ECDsa key, int pathLength)
    {
        var request = new CertificateRequest(new X500DistinguishedName($"O=example.test, CN={name}"), key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLength, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private CertificateRequest Leaf(PublicKey key, FakeIdentity identity)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.3")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(key, critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        foreach (var extension in identity.ToExtensions())
        {
            request.CertificateExtensions.Add(extension);
        }

        return request;
    }
}
