using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Testing;

/// <summary>The certificate authority (Fulcio, API v2): no certificate without a good token and a proof of possession.</summary>
internal sealed class FakeFulcio(FakeIdentityProvider identities, FakeCertificateAuthority authority, FakeCertificateLog log, SigstoreFaults faults, TimeProvider time)
{
    private readonly FakeCertificateAuthority _stranger = new("stranger", time.GetUtcNow().AddDays(-1));

    /// <summary>Which audiences it takes: its own, and Azure's when it is set up for that.</summary>
    internal List<string> Audiences { get; } = ["sigstore"];

    /// <summary>Answers <c>POST /api/v2/signingCert</c>.</summary>
    internal LoopbackResponse SigningCertificate(LoopbackRequest request)
    {
        var body = FakeJson.Body(request, "credentials", "publicKeyRequest", "certificateSigningRequest");
        var claims = identities.Check(body.Object("credentials", "oidcIdentityToken").Text("oidcIdentityToken"), Audiences);
        var identity = FakeIdentity.Of(claims);
        var key = body.Has("certificateSigningRequest") ? FromRequest(body) : WithProof(body.Object("publicKeyRequest", "publicKey", "proofOfPossession"), identity);
        var fault = faults.Fulcio;
        if (fault == FulcioFault.OtherKey)
        {
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            key = new PublicKey(other);
        }

        identity = fault switch
        {
            FulcioFault.OtherSubject => identity with { Name = identity.Name + "x" },
            FulcioFault.OtherIssuer => identity with { Extensions = new Dictionary<int, string>(identity.Extensions) { [1] = "https://other.example.test", [8] = "https://other.example.test" } },
            _ => identity,
        };
        var issuer = fault == FulcioFault.UnknownAuthority ? _stranger : authority;
        var start = time.GetUtcNow() - (fault == FulcioFault.Expired ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        var leaf = issuer.Issue(key, identity, start, fault == FulcioFault.NoSct ? null : log, fault == FulcioFault.WrongSct);
        return Chain(fault == FulcioFault.EmptyChain ? [] : [leaf, issuer.Intermediate, issuer.Root]);
    }

    private static LoopbackResponse Chain(byte[][] certificates) =>
        LoopbackResponse.Of(200, "application/json", FakeJson.Write(w =>
        {
            w.WriteStartObject();
            w.WriteStartObject("signedCertificateEmbeddedSct");
            w.WriteStartObject("chain");
            w.WriteStartArray("certificates");
            foreach (var certificate in certificates)
            {
                w.WriteStringValue(PemEncoding.WriteString("CERTIFICATE", certificate) + "\n");
            }

            w.WriteEndArray();
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteEndObject();
        }));

    private static PublicKey FromRequest(JsonElement body)
    {
        try
        {
            var pem = Encoding.UTF8.GetString(body.Bytes("certificateSigningRequest"));
            return CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256).PublicKey;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new FakeRefusalException(400, "the signing request is not one, or not signed by its key: " + e.Message);
        }
    }

    private static PublicKey WithProof(JsonElement request, FakeIdentity identity)
    {
        var key = FakeKeys.FromPem(request.Object("publicKey", "algorithm", "content").Text("content"), "PUBLIC KEY");
        return FakeKeys.Verify(key, Encoding.UTF8.GetBytes(identity.Challenge), request.Bytes("proofOfPossession"))
            ? PublicKey.CreateFromSubjectPublicKeyInfo(key, out _)
            : throw new FakeRefusalException(400, "The signature supplied in the request could not be verified");
    }
}
