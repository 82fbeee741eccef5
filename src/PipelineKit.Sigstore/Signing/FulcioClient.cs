using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.Sigstore;

/// <summary>Gets certificates from Fulcio (API v2, <c>fulcio.proto</c>, <c>CreateSigningCertificate</c>).</summary>
internal sealed class FulcioClient(ServiceClient services, Uri fulcio)
{
    private const int MaximumChain = 10;

    /// <summary>Whether it is the instance of the Sigstore project, or its staging one.</summary>
    private bool IsPublic => fulcio.Host is "fulcio.sigstore.dev" or "fulcio.sigstage.dev";

    /// <summary>
    /// Asks for a certificate for this key and token; the key signs the token's challenge to prove that it is there. The chain is given as it came, the leaf
    /// first: nothing of it has been checked.
    /// </summary>
    internal async Task<IReadOnlyList<byte[]>> CertificateAsync(IdentityToken token, ISigner key, CancellationToken cancellation)
    {
        if (IsPublic && token.IsMicrosoft)
        {
            throw new SigningException(
                SigningProblem.Refused,
                $"the public certificate authority {fulcio.Host} does not accept identities of Azure Pipelines or Entra (issuer {token.Issuer})",
                "sign with a key instead: keep it in Azure Key Vault and use it through the signer command; or run a Fulcio of your own that accepts this issuer "
                + "with the audience api://AzureADTokenExchange, and give its address and trusted root");
        }

        var proof = await key.SignAsync(Encoding.UTF8.GetBytes(token.Challenge), cancellation);
        var request = new ServiceRequest("the certificate authority", HttpMethod.Post, ServiceRequest.At(fulcio, "/api/v2/signingCert"), Body(token, key.PublicKey, proof));
        var answer = await services.SendAsync(request, cancellation);
        if (!answer.IsDone)
        {
            throw answer.Refusal(
                request,
                $"the token is of {token.Subject ?? token.Email} from {token.Issuer} for {string.Join(", ", token.Audiences)}: it must be current, from an issuer this "
                + "instance accepts, and for its audience (the public one's is `sigstore`)");
        }

        return Untrusted.Guard(request.Where, () => Chain(answer.Body));
    }

    private static byte[] Body(IdentityToken token, VerificationKey key, byte[] proof) => ServiceJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("credentials");
        json.WriteString("oidcIdentityToken", token.Text);
        json.WriteEndObject();
        json.WriteStartObject("publicKeyRequest");
        json.WriteStartObject("publicKey");
        json.WriteString("algorithm", "ECDSA");
        json.WriteString("content", key.ToPem());
        json.WriteEndObject();
        json.WriteBase64String("proofOfPossession", proof);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static byte[][] Chain(byte[] body)
    {
        using var document = JsonPart.Parse(body, ServiceJson.MaximumSize, "answer");
        var root = JsonPart.Root(document, "answer");
        if (root.FindObject("signedCertificateEmbeddedSct") is not { } signed)
        {
            throw root.FindObject("signedCertificateDetachedSct") is null
                ? root.Missing("signedCertificateEmbeddedSct")
                : new SigstoreFormatException("the certificate timestamp is detached: a bundle can only carry one that is part of the certificate");
        }

        var texts = signed.Object("chain").Find("certificates") is { ValueKind: System.Text.Json.JsonValueKind.Array } all && all.GetArrayLength() is > 0 and <= MaximumChain
            ? all
            : throw new SigstoreFormatException($"chain.certificates is not a list of 1 to {MaximumChain} certificates");
        return [.. texts.EnumerateArray().Select(t => Certificate(t.ToString()))];
    }

    private static byte[] Certificate(string pem) =>
        PemEncoding.TryFind(pem, out var fields) && pem.AsSpan()[fields.Label] is "CERTIFICATE"
            ? Convert.FromBase64String(pem[fields.Base64Data])
            : throw new SigstoreFormatException("chain.certificates has something that is not a PEM certificate");
}
