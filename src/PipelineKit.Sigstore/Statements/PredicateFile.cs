using System.Text;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>Reads the file of a predicate, and sees to it that it is what it is said to be: a signature over the wrong file helps nobody.</summary>
public static class PredicateFile
{
    /// <summary>The largest file that is read: 10 MiB, which is below 16 MiB in a bundle, where it stands in base64.</summary>
    public const int MaximumSize = 10 << 20;

    private const int MaximumDepth = 128;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads it. Throws <see cref="SigstoreFormatException"/> whose message names the rule that is broken, without the file's name. Of the type
    /// <see cref="PredicateTypes.CosignCustom"/> any text is allowed: it is wrapped as cosign does.
    /// </summary>
    /// <param name="content">The file.</param>
    /// <param name="predicateType">The type URI.</param>
    /// <param name="now">The time that a wrapped text carries.</param>
    public static Attestation Read(ReadOnlyMemory<byte> content, string predicateType, DateTimeOffset now)
    {
        if (content.Length > MaximumSize)
        {
            throw new SigstoreFormatException($"it has {content.Length} bytes; at most {MaximumSize} are read");
        }

        var text = content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        if (predicateType == PredicateTypes.CosignCustom)
        {
            return new Attestation(predicateType, Wrap(text.Span, now));
        }

        var predicate = Parse(text);
        return PredicateRules.Problem(predicateType, predicate) is { } problem ? throw new SigstoreFormatException(problem) : new Attestation(predicateType, predicate);
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaximumDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new SigstoreFormatException($"a predicate is a JSON object, and this is {Name(document.RootElement.ValueKind)}");
        }
        catch (JsonException e)
        {
            throw new SigstoreFormatException($"it is not valid JSON (line {(e.LineNumber ?? 0) + 1}), or has a key twice", e);
        }
    }

    private static JsonElement Wrap(ReadOnlySpan<byte> text, DateTimeOffset now)
    {
        string data;
        try
        {
            data = StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new SigstoreFormatException("it is not UTF-8 text", e);
        }

        return PredicateJson.Object(json =>
        {
            json.WriteString("Data", data);
            json.WriteString("Timestamp", PredicateJson.Time(now));
        });
    }

    private static string Name(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a text",
            JsonValueKind.Number => "a number",
            _ => "true, false or null",
        };
}
