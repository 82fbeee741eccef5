using System.Text;
using System.Text.Json;
using PipelineKit.Oci;
using PipelineKit.Sigstore;

namespace PipelineKit.Signatures;

/// <summary>What an older image signature says (cosign SIGNATURE_SPEC.md, "simple signing"): the payload that is signed names an image by digest.</summary>
/// <param name="Image">The digest of the image; a verifier compares it with the image it has.</param>
/// <param name="Reference">Registry and repository as the signer wrote them: a claim, for people.</param>
/// <param name="Optional">What else the signer said, texts only; empty when nothing.</param>
public sealed record SimpleSigning(Digest Image, string Reference, IReadOnlyDictionary<string, string> Optional)
{
    /// <summary>The largest payload that is read: 1 MiB.</summary>
    public const int MaximumSize = 1 << 20;

    private const string Type = "cosign container image signature";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The payload for an image, byte for byte as cosign writes it.</summary>
    /// <param name="image">Registry and repository.</param>
    /// <param name="digest">The image's digest.</param>
    /// <param name="annotations">What the signer says besides; may be empty.</param>
    public static byte[] Payload(ImageReference image, Digest digest, IReadOnlyDictionary<string, string> annotations)
    {
        var registry = image.Registry == "docker.io" ? "index.docker.io" : image.Registry;
        var json = new StringBuilder("""{"critical":{"identity":{"docker-reference":""");
        GoJson.Append(json, $"{registry}/{image.Repository}").Append("""},"image":{"docker-manifest-digest":""");
        GoJson.Append(json, digest.Text).Append("""},"type":""");
        GoJson.Append(json, Type).Append("""},"optional":""");
        GoJson.Append(json, annotations).Append('}');
        return Encoding.UTF8.GetBytes(json.ToString());
    }

    /// <summary>Reads a payload; throws <see cref="SigstoreFormatException"/> when it is none.</summary>
    public static SimpleSigning Parse(ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > MaximumSize)
        {
            throw new SigstoreFormatException($"the simple signing payload has more than {MaximumSize} bytes");
        }

        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            var critical = document.RootElement.GetProperty("critical");
            var type = critical.GetProperty("type").GetString();
            return type == Type
                ? new SimpleSigning(ImageOf(critical.GetProperty("image")), critical.GetProperty("identity").GetProperty("docker-reference").GetString() ?? "", Texts(document.RootElement))
                : throw new SigstoreFormatException($"the simple signing payload is of the type \"{type}\", not \"{Type}\"");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new SigstoreFormatException("the simple signing payload is not the JSON it should be", e);
        }
    }

    // The specification prints the name with a capital letter, cosign writes it without; one payload has one of them.
    private static Digest ImageOf(JsonElement image)
    {
        var named = image.EnumerateObject().Where(p => p.Name.Equals("docker-manifest-digest", StringComparison.OrdinalIgnoreCase)).ToList();
        return named is [{ Value: var value }] && Digest.TryParse(value.GetString(), out var digest)
            ? digest
            : throw new SigstoreFormatException("the simple signing payload does not name one image by a valid digest");
    }

    private static Dictionary<string, string> Texts(JsonElement root) =>
        root.TryGetProperty("optional", out var optional) && optional.ValueKind == JsonValueKind.Object
            ? optional.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal)
            : [];
}
