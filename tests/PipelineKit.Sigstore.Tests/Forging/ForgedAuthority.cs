using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PipelineKit.Sigstore.Tests;

/// <summary>A certificate authority of the tests that issues whatever it is asked to, also what no real one would.</summary>
internal sealed class ForgedAuthority
{
    internal static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly ECDsa RootKey = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private static readonly ECDsa IntermediateKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private int _serial;

    internal ForgedAuthority(DateTimeOffset? intermediateEnd = null, int? pathLength = null, bool intermediateIsAuthority = true)
    {
        var root = new CertificateRequest("CN=root, O=forged", RootKey, HashAlgorithmName.SHA384);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, pathLength is not null, pathLength ?? 0, critical: true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        Root = root.CreateSelfSigned(Now.AddYears(-5), Now.AddYears(5));
        var intermediate = new CertificateRequest("CN=intermediate, O=forged", IntermediateKey, HashAlgorithmName.SHA256);
        intermediate.CertificateExtensions.Add(new X509BasicConstraintsExtension(intermediateIsAuthority, hasPathLengthConstraint: false, 0, critical: true));
        using var issued = intermediate.Create(Root.SubjectName, X509SignatureGenerator.CreateForECDsa(RootKey), Now.AddYears(-4), intermediateEnd ?? Now.AddYears(4), [1, 2]);
        Intermediate = issued.CopyWithPrivateKey(IntermediateKey);
    }

    internal X509Certificate2 Root { get; }

    internal X509Certificate2 Intermediate { get; }

    /// <summary>The chain as a trusted root has it.</summary>
    internal TrustedAuthority Trusted(bool intermediate = true, bool root = true) => new(
        "https://fulcio.forged.test",
        [.. new[] { intermediate ? Intermediate : null, root ? Root : null }.Where(c => c is not null).Select(c => (ReadOnlyMemory<byte>)c!.RawData)],
        new ValidityWindow(Now.AddYears(-5), End: null),
        Operator: null);

    /// <summary>A leaf by the intermediate; with a log, its promise is embedded.</summary>
    internal byte[] Issue(ECDsa key, ForgedLeaf leaf, ForgedLog? log = null)
    {
        byte[] serial = [0x41, (byte)++_serial];
        if (log is null)
        {
            return Create(key, leaf, serial, sct: null);
        }

        // What the log signs is the certificate without the promise, as .NET writes it: independent of how the verifier takes the promise out.
        var tbs = Certificate.Parse(Create(key, leaf, serial, sct: null)).Tbs;
        return Create(key, leaf, serial, log.CertificateTimestamps(tbs.Span, SHA256.HashData(Intermediate.PublicKey.ExportSubjectPublicKeyInfo()), leaf.SctExtensions));
    }

    private byte[] Create(ECDsa key, ForgedLeaf leaf, byte[] serial, byte[]? sct)
    {
        var request = new CertificateRequest(new X500DistinguishedName("CN=leaf"), key, HashAlgorithmName.SHA256);
        foreach (var extension in leaf.Extensions())
        {
            request.CertificateExtensions.Add(extension);
        }

        if (sct is not null)
        {
            request.CertificateExtensions.Add(new X509Extension("1.3.6.1.4.1.11129.2.4.2", sct, critical: false));
        }

        using var issued = request.Create(Intermediate.SubjectName, X509SignatureGenerator.CreateForECDsa(IntermediateKey), leaf.Start, leaf.End, serial);
        return issued.RawData;
    }
}
