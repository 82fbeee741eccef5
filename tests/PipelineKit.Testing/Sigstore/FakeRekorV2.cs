using System.Text.Json;

namespace PipelineKit.Testing;

/// <summary>The log with API v2 (rekor-tiles): hashedrekord 0.0.2 only, no promises, no times, an Ed25519 key.</summary>
internal sealed class FakeRekorV2
{
    private readonly SigstoreFaults _faults;

    internal FakeRekorV2(SigstoreFaults faults)
    {
        _faults = faults;
        var others = FakeLog.Others(6).Select(o => Body("SHA2_256", o.Hash, o.Signature, "PKIX_ECDSA_P256_SHA_256", "publicKey", o.Spki));
        Log = new FakeLog(FakeLogKey.OfEd25519("rekor-v2.example.test"), "rekor-v2.example.test", others, faults);
    }

    /// <summary>The tree and its key.</summary>
    internal FakeLog Log { get; }

    /// <summary>Answers <c>POST /api/v2/log/entries</c>.</summary>
    internal async Task<LoopbackResponse> AnswerAsync(LoopbackRequest request, string path, CancellationToken cancellation)
    {
        if (request.Method != "POST" || path != "/api/v2/log/entries")
        {
            throw new FakeRefusalException(404, $"{request.Method} {path} is not part of the API");
        }

        var entry = FakeJson.Body(request, "hashedRekordRequestV002").Object("hashedRekordRequestV002", "digest", "signature");
        if (Log.Add(Check(entry)) is not { } index)
        {
            throw new FakeRefusalException(409, "an equivalent entry already exists in the transparency log");
        }

        return _faults.Log == LogFault.AnswerLost ? throw new FakeRefusalException(502, "bad gateway") : Tell(await Log.ProveAsync(index, cancellation));
    }

    private static byte[] Check(JsonElement entry)
    {
        var signature = entry.Object("signature", "content", "verifier");
        var verifier = signature.Object("verifier", "keyDetails", "x509Certificate", "publicKey");
        var kind = verifier.Has("x509Certificate") ? "x509Certificate" : "publicKey";
        var raw = verifier.Object(kind, "rawBytes").Bytes("rawBytes");
        var spki = kind == "publicKey" ? raw : FakeKeys.SpkiOfCertificate(raw);
        var (digest, content, details) = (entry.Bytes("digest"), signature.Bytes("content"), verifier.Text("keyDetails"));
        if (details != FakeKeys.Details(spki))
        {
            throw new FakeRefusalException(400, $"the key is {FakeKeys.Details(spki)}, not {details}");
        }

        return FakeKeys.VerifyHash(spki, digest, content)
            ? Body(digest.Length switch { 32 => "SHA2_256", 48 => "SHA2_384", _ => "SHA2_512" }, digest, content, details, kind, raw)
            : throw new FakeRefusalException(400, "the signature does not verify");
    }

    private static byte[] Body(string algorithm, byte[] digest, byte[] signature, string details, string kind, byte[] raw) => FakeJson.Write(w =>
    {
        w.WriteStartObject();
        w.WriteString("apiVersion", "0.0.2");
        w.WriteString("kind", "hashedrekord");
        w.WriteStartObject("spec");
        w.WriteStartObject("hashedRekordV002");
        w.WriteStartObject("data");
        w.WriteString("algorithm", algorithm);
        w.WriteBase64String("digest", digest);
        w.WriteEndObject();
        w.WriteStartObject("signature");
        w.WriteBase64String("content", signature);
        w.WriteStartObject("verifier");
        w.WriteString("keyDetails", details);
        w.WriteStartObject(kind);
        w.WriteBase64String("rawBytes", raw);
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private LoopbackResponse Tell(FakeLogged logged) =>
        LoopbackResponse.Of(201, "application/json", FakeJson.Write(w =>
        {
            w.WriteStartObject();
            w.WriteString("logIndex", $"{logged.Index}");
            w.WriteStartObject("logId");
            w.WriteBase64String("keyId", Log.Key.Id);
            w.WriteEndObject();
            w.WriteStartObject("kindVersion");
            w.WriteString("kind", "hashedrekord");
            w.WriteString("version", "0.0.2");
            w.WriteEndObject();
            w.WriteStartObject("inclusionProof");
            w.WriteString("logIndex", $"{logged.Index}");
            w.WriteBase64String("rootHash", logged.Root);
            w.WriteString("treeSize", $"{logged.Size}");
            w.WriteStartArray("hashes");
            foreach (var hash in logged.Hashes)
            {
                w.WriteBase64StringValue(hash);
            }

            w.WriteEndArray();
            w.WriteStartObject("checkpoint");
            w.WriteString("envelope", logged.Checkpoint);
            w.WriteEndObject();
            w.WriteEndObject();
            w.WriteBase64String("canonicalizedBody", logged.Body);
            w.WriteEndObject();
        }));
}
