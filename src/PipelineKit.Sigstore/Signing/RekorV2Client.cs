using System.Net;

namespace PipelineKit.Sigstore;

/// <summary>
/// Writes to Rekor with API v2 (rekor-tiles): <c>hashedrekord</c> 0.0.2, for envelopes over their pre-authentication encoding. The log answers when it has
/// written the batch with the entry, which takes some seconds.
/// </summary>
internal sealed class RekorV2Client(ServiceClient services, Uri rekor)
{
    private static readonly TimeSpan Batch = TimeSpan.FromSeconds(60);

    /// <summary>Puts the signature into the log, and gives the entry as the log tells of it; it is not checked yet.</summary>
    internal async Task<TransparencyLogEntry> AddAsync(LogSubmission submission, CancellationToken cancellation)
    {
        var request = new ServiceRequest("the transparency log", HttpMethod.Post, ServiceRequest.At(rekor, "/api/v2/log/entries"), Body(submission)) { Limit = Batch };
        var answer = await services.SendAsync(request, cancellation);
        if (answer.Status == HttpStatusCode.Conflict)
        {
            throw new SigningException(
                SigningProblem.Unavailable,
                $"{request.Where} has the entry already: its answer was lost on the way, and this log does not give it again",
                "sign again: a new signature makes a new entry");
        }

        return answer.IsDone ? Untrusted.Guard(request.Where, () => Read(answer.Body)) : throw answer.Refusal(request);
    }

    private static TransparencyLogEntry Read(byte[] body)
    {
        using var document = JsonPart.Parse(body, ServiceJson.MaximumSize, "answer");
        return LogEntryReader.Read(JsonPart.Root(document, "answer"));
    }

    private static byte[] Body(LogSubmission submission) => ServiceJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("hashedRekordRequestV002");
        json.WriteBase64String("digest", submission.Digest());
        json.WriteStartObject("signature");
        json.WriteBase64String("content", submission.Signature.Span);
        json.WriteStartObject("verifier");
        json.WriteStartObject(submission.Certificate is null ? "publicKey" : "x509Certificate");
        json.WriteBase64String("rawBytes", submission.Certificate ?? submission.Key.Spki.Span);
        json.WriteEndObject();
        json.WriteString("keyDetails", LogKeyDetails.NameOf(submission.Key));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
