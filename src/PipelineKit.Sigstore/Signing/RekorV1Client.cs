using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>Writes to Rekor with API v1 (<c>openapi.yaml</c>): <c>hashedrekord</c> 0.0.1 for artifacts, <c>dsse</c> 0.0.1 for envelopes.</summary>
internal sealed class RekorV1Client(ServiceClient services, Uri rekor)
{
    private const string Entries = "/api/v1/log/entries";
    private const string Service = "the transparency log";
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>Puts the signature into the log, and gives the entry as the log tells of it; it is not checked yet. An entry that is there already is fetched.</summary>
    internal async Task<TransparencyLogEntry> AddAsync(LogSubmission submission, CancellationToken cancellation)
    {
        var request = new ServiceRequest(Service, HttpMethod.Post, ServiceRequest.At(rekor, Entries), submission.Envelope is { } e ? Dsse(submission, e) : HashedRekord(submission));
        var answer = await services.SendAsync(request, cancellation);
        if (answer.Status == HttpStatusCode.Conflict)
        {
            request = new ServiceRequest(Service, HttpMethod.Get, ServiceRequest.At(rekor, $"{Entries}/{Existing(request, answer)}"), Body: null);
            answer = await services.SendAsync(request, cancellation);
        }

        return answer.IsDone ? Untrusted.Guard(request.Where, () => Read(answer.Body)) : throw answer.Refusal(request);
    }

    private static string Existing(ServiceRequest request, ServiceAnswer answer)
    {
        var id = answer.Location?.OriginalString.Split('/')[^1] ?? "";
        return id.Length is 64 or 80 && !id.AsSpan().ContainsAnyExcept(LowerHex)
            ? id
            : throw new SigningException(SigningProblem.Untrusted, $"{request.Where} has the entry already, and does not say where");
    }

    private static byte[] HashedRekord(LogSubmission submission) => ServiceJson.Write(json =>
    {
        Head(json, "hashedrekord");
        json.WriteStartObject("data");
        json.WriteStartObject("hash");
        json.WriteString("algorithm", submission.Hash.Name!.ToLowerInvariant());
        json.WriteString("value", Convert.ToHexStringLower(submission.Digest()));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("signature");
        json.WriteBase64String("content", submission.Signature.Span);
        json.WriteStartObject("publicKey");
        json.WriteBase64String("content", Encoding.UTF8.GetBytes(submission.VerifierPem));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static byte[] Dsse(LogSubmission submission, DsseEnvelope envelope) => ServiceJson.Write(json =>
    {
        Head(json, "dsse");
        json.WriteStartObject("proposedContent");
        json.WriteString("envelope", ServiceJson.Write(w => DsseJson.Write(w, envelope)));
        json.WriteStartArray("verifiers");
        json.WriteBase64StringValue(Encoding.UTF8.GetBytes(submission.VerifierPem));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void Head(Utf8JsonWriter json, string kind)
    {
        json.WriteStartObject();
        json.WriteString("apiVersion", "0.0.1");
        json.WriteString("kind", kind);
        json.WriteStartObject("spec");
    }

    private static TransparencyLogEntry Read(byte[] body)
    {
        using var document = JsonPart.Parse(body, ServiceJson.MaximumSize, "answer");
        var entries = JsonPart.Root(document, "answer").Element.EnumerateObject().ToArray();
        var entry = entries is [var only] ? JsonPart.Of(only.Value, "entry") : throw new SigstoreFormatException($"there are {entries.Length} entries in the answer, not one");
        var verification = entry.Object("verification");
        var proof = verification.Object("inclusionProof");
        var canonical = entry.Bytes("body", BundleLimits.BodySize);
        using var parsed = JsonPart.Parse(canonical, BundleLimits.BodySize, "entry's body");
        var kind = JsonPart.Root(parsed, "entry's body");
        return new TransparencyLogEntry(
            entry.Count("logIndex"),
            Hex(entry.Text("logID"), "logID"),
            kind.Text("kind", maximum: 64),
            kind.Text("apiVersion", maximum: 64),
            entry.Count("integratedTime"),
            verification.FindBytes("signedEntryTimestamp", BundleLimits.SignatureSize),
            new InclusionProof(
                proof.Count("logIndex"),
                Hex(proof.Text("rootHash"), "rootHash"),
                proof.Count("treeSize"),
                Hashes(proof),
                proof.Text("checkpoint", BundleLimits.CheckpointSize)),
            canonical);
    }

    private static ReadOnlyMemory<byte>[] Hashes(JsonPart proof) =>
        proof.Find("hashes") is not { } hashes ? []
        : hashes.ValueKind == JsonValueKind.Array && hashes.GetArrayLength() <= BundleLimits.ProofHashes ? [.. hashes.EnumerateArray().Select(h => Hex(h.ToString(), "hashes"))]
        : throw new SigstoreFormatException($"entry.verification.inclusionProof.hashes is not a list of at most {BundleLimits.ProofHashes} hashes");

    private static ReadOnlyMemory<byte> Hex(string text, string name)
    {
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException e)
        {
            throw new SigstoreFormatException($"{name} is not hex", e);
        }
    }
}
