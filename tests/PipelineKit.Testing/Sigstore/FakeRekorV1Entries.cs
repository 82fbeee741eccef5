using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Testing;

/// <summary>Checks what is proposed to Rekor v1, and makes the canonical body of it (RFC 8785: sorted members, no spaces).</summary>
internal static class FakeRekorV1Entries
{
    /// <summary>The body of a proposed entry, when everything in it holds.</summary>
    internal static byte[] Body(LoopbackRequest request)
    {
        var proposal = FakeJson.Body(request, "apiVersion", "kind", "spec");
        if (proposal.Text("apiVersion") != "0.0.1")
        {
            throw new FakeRefusalException(400, "apiVersion " + proposal.Text("apiVersion") + " is not known");
        }

        return proposal.Text("kind") switch
        {
            "hashedrekord" => HashedRekord(proposal.Object("spec", "data", "signature")),
            "dsse" => Dsse(proposal.Object("spec", "proposedContent").Object("proposedContent", "envelope", "verifiers")),
            var kind => throw new FakeRefusalException(400, $"kind {kind} is not known"),
        };
    }

    /// <summary>The body of a hashedrekord.</summary>
    internal static byte[] HashedRekord(string algorithm, byte[] hash, byte[] signature, string pem) => FakeJson.Write(w =>
    {
        Head(w, "hashedrekord");
        w.WriteStartObject("data");
        Hash(w, "hash", algorithm, hash);
        w.WriteEndObject();
        w.WriteStartObject("signature");
        w.WriteBase64String("content", signature);
        w.WriteStartObject("publicKey");
        w.WriteBase64String("content", Encoding.UTF8.GetBytes(pem));
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
        w.WriteEndObject();
    });

    private static byte[] HashedRekord(JsonElement spec)
    {
        var hash = spec.Object("data", "hash").Object("hash", "algorithm", "value");
        var signature = spec.Object("signature", "content", "publicKey");
        var pem = Encoding.UTF8.GetString(signature.Object("publicKey", "content").Bytes("content"));
        var (algorithm, value) = (hash.Text("algorithm"), hash.Text("value"));
        var bytes = HexOf(value);
        var expected = algorithm switch { "sha256" => 32, "sha384" => 48, "sha512" => 64, _ => 0 };
        if (bytes.Length != expected || !FakeKeys.VerifyHash(FakeKeys.Spki(pem), bytes, signature.Bytes("content")))
        {
            throw new FakeRefusalException(400, "error processing entry: verifying signature: invalid signature when validating ASN.1 encoded signature");
        }

        return HashedRekord(algorithm, bytes, signature.Bytes("content"), pem);
    }

    private static byte[] Dsse(JsonElement proposed)
    {
        var envelopeText = proposed.Text("envelope");
        var verifiers = proposed.GetProperty("verifiers").EnumerateArray().Select(v => v.GetBytesFromBase64()).ToArray();
        using var document = JsonDocument.Parse(envelopeText);
        var envelope = document.RootElement;
        var payload = envelope.Bytes("payload");
        var signed = Pae.Encode(envelope.Text("payloadType"), payload);
        var signatures = envelope.GetProperty("signatures").EnumerateArray().Select(s => s.Bytes("sig")).ToArray();
        if (signatures.Length == 0 || verifiers.Length != signatures.Length)
        {
            throw new FakeRefusalException(400, "each signature needs its verifier");
        }

        var pairs = signatures.Zip(verifiers).ToArray();
        if (!pairs.All(p => FakeKeys.Verify(FakeKeys.Spki(Encoding.UTF8.GetString(p.Second)), signed, p.First)))
        {
            throw new FakeRefusalException(400, "error processing entry: could not verify envelope");
        }

        return FakeJson.Write(w =>
        {
            Head(w, "dsse");
            Hash(w, "envelopeHash", "sha256", SHA256.HashData(Encoding.UTF8.GetBytes(envelopeText)));
            Hash(w, "payloadHash", "sha256", SHA256.HashData(payload));
            w.WriteStartArray("signatures");
            foreach (var (signature, verifier) in pairs)
            {
                w.WriteStartObject();
                w.WriteBase64String("signature", signature);
                w.WriteBase64String("verifier", verifier);
                w.WriteEndObject();
            }

            w.WriteEndArray();
            w.WriteEndObject();
            w.WriteEndObject();
        });
    }

    private static void Head(Utf8JsonWriter w, string kind)
    {
        w.WriteStartObject();
        w.WriteString("apiVersion", "0.0.1");
        w.WriteString("kind", kind);
        w.WriteStartObject("spec");
    }

    private static void Hash(Utf8JsonWriter w, string name, string algorithm, byte[] value)
    {
        w.WriteStartObject(name);
        w.WriteString("algorithm", algorithm);
        w.WriteString("value", Convert.ToHexStringLower(value));
        w.WriteEndObject();
    }

    private static byte[] HexOf(string value)
    {
        try
        {
            return Convert.FromHexString(value);
        }
        catch (FormatException e)
        {
            throw new FakeRefusalException(400, "the hash is not hex: " + e.Message);
        }
    }
}
