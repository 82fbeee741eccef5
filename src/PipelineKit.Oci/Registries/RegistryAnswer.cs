using System.Net;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>What the answers of a registry have in common: bounded bodies, statuses, error lists, the digest header.</summary>
internal static class RegistryAnswer
{
    private const int MaximumErrorBody = 64 << 10;
    private const int MaximumErrors = 3;
    private const int MaximumErrorText = 200;

    /// <summary>The whole body, or an error when it has more bytes than allowed.</summary>
    internal static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maximum, string source, CancellationToken cancellation) =>
        await BoundedBody.ReadAsync(response.Content, maximum, cancellation)
            ?? throw new RegistryException(RegistryProblem.Protocol, source, $"the answer is larger than the {maximum} bytes allowed", response.StatusCode);

    /// <summary>The value of Docker-Content-Digest, or null without one; a value that is no digest is an error, never ignored.</summary>
    internal static Digest? ContentDigest(HttpResponseMessage response, string source)
    {
        if (!response.Headers.TryGetValues("Docker-Content-Digest", out var values))
        {
            return null;
        }

        return values.Distinct(StringComparer.Ordinal).ToList() is [var text] && Digest.TryParse(text, out var digest)
            ? digest
            : throw new RegistryException(RegistryProblem.Protocol, source, "the header Docker-Content-Digest is not one valid sha256 or sha512 digest", response.StatusCode);
    }

    /// <summary>The entity tag, if it is one that <c>If-Match</c> compares by; null otherwise.</summary>
    internal static string? StrongETag(HttpResponseMessage response) => response.Headers.ETag is { IsWeak: false, Tag: var tag } ? tag : null;

    /// <summary>The media type, without parameters; empty without one.</summary>
    internal static string ContentType(HttpResponseMessage response) =>
        MediaTypes.WithoutParameters(response.Content.Headers.TryGetValues("Content-Type", out var values) ? string.Join(',', values) : null);

    /// <summary>The error that a status other than 200 means, with what the registry says about it.</summary>
    internal static async Task<RegistryException> RefusalAsync(HttpResponseMessage response, string source, CancellationToken cancellation)
    {
        var (problem, text) = response.StatusCode switch
        {
            HttpStatusCode.NotFound => (RegistryProblem.NotFound, "the registry does not have it"),
            HttpStatusCode.Unauthorized => (RegistryProblem.Unauthorized, "the registry wants other credentials, or there is no such repository"),
            HttpStatusCode.Forbidden => (RegistryProblem.Forbidden, "the registry forbids it to these credentials"),
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => (RegistryProblem.Conflict, "somebody else changed it at the same time"),
            HttpStatusCode.RequestEntityTooLarge => (RegistryProblem.Protocol, "it is larger than the registry takes"),
            HttpStatusCode.TooManyRequests => (RegistryProblem.Throttled, "the registry asks for fewer requests"),
            >= HttpStatusCode.InternalServerError => (RegistryProblem.Unavailable, "the registry has a fault"),
            _ => (RegistryProblem.Protocol, "the registry gave an answer that the protocol does not have"),
        };
        var details = await DetailsAsync(response, cancellation);
        return new RegistryException(problem, source, $"{text} (HTTP {(int)response.StatusCode}{(details.Length == 0 ? "" : ": " + details)})", response.StatusCode);
    }

    // The texts are only colour for the message: one that cannot be read or understood is left out.
    private static async Task<string> DetailsAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var body = await BoundedBody.ReadAsync(response.Content, MaximumErrorBody, cancellation);
            using var document = JsonDocument.Parse(body ?? [], new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("errors", out var errors)
                && errors.ValueKind == JsonValueKind.Array
                    ? string.Join("; ", errors.EnumerateArray().Take(MaximumErrors).Select(Detail).Where(d => d.Length > 0))
                    : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or RegistryException)
        {
            return "";
        }
    }

    private static string Detail(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object
            ? string.Join(' ', ((string[])["code", "message"]).Select(n => error.TryGetProperty(n, out var v) && v.ValueKind == JsonValueKind.String ? Clean(v.GetString()!) : "").Where(t => t.Length > 0))
            : "";

    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MaximumErrorText))
        {
            clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return clean.ToString().Trim();
    }
}
