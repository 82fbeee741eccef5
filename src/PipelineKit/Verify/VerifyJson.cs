using System.Buffers;
using System.Globalization;
using System.Text.Json;
using PipelineKit.Sigstore;

namespace PipelineKit.Verify;

/// <summary>The <c>result</c> member of result.json: every check that was made, so that somebody else can follow the proof.</summary>
internal static class VerifyJson
{
    internal static JsonElement Of(VerifyResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("images");
            foreach (var image in result.Images)
            {
                WriteImage(json, image);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void WriteImage(Utf8JsonWriter json, ImageVerdict image)
    {
        json.WriteStartObject();
        json.WriteString("image", image.Target?.Image.Reference.Name ?? image.Text);
        if (image.Target is { } target)
        {
            json.WriteString("digest", target.Subject.Digest.Text);
        }

        json.WriteString("status", VerifyText.StatusName(image.Status));
        if (image.Failure is { } failure)
        {
            json.WriteString("reason", VerifyText.ReasonName(VerificationReason.EvidenceUnavailable));
            json.WriteString("detail", failure.What);
        }
        else if (image.Signatures.Count == 0)
        {
            json.WriteString("reason", VerifyText.ReasonName(VerificationReason.NothingSigned));
        }

        Texts(json, "missing", image.Missing);
        json.WriteStartArray("signatures");
        foreach (var signature in image.Signatures)
        {
            WriteSignature(json, signature);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSignature(Utf8JsonWriter json, SignatureVerdict signature)
    {
        var result = signature.Result;
        json.WriteStartObject();
        json.WriteString("where", signature.Where);
        json.WriteString("form", signature.Form);
        if ((result.Statement?.PredicateType ?? signature.PredicateType) is { } type)
        {
            json.WriteString("predicateType", type);
        }

        json.WriteString("outcome", VerifyText.OutcomeName(result.Outcome));
        if (result.Outcome != VerificationOutcome.Verified)
        {
            json.WriteString("reason", VerifyText.ReasonName(result.Reason));
            json.WriteString("detail", result.Detail);
        }

        if (result.Signer is { } signer)
        {
            WriteSigner(json, signer);
        }

        WriteEvidence(json, result);
        json.WriteEndObject();
    }

    /// <summary>The times that were proved, and every check.</summary>
    internal static void WriteEvidence(Utf8JsonWriter json, VerificationResult result)
    {
        json.WriteStartArray("times");
        foreach (var time in result.Times)
        {
            json.WriteStartObject();
            json.WriteString("time", VerifyText.Time(time.Time));
            json.WriteString("source", time.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("checks");
        foreach (var step in result.Trace)
        {
            json.WriteStartObject();
            json.WriteString("check", step.Check);
            json.WriteBoolean("passed", step.Passed);
            json.WriteString("detail", step.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Who signed.</summary>
    internal static void WriteSigner(Utf8JsonWriter json, SignerIdentity signer)
    {
        json.WriteStartObject("signer");
        if (signer.KeyId is { } key)
        {
            json.WriteString("key", key.Text);
        }
        else
        {
            json.WriteString("subject", signer.Subject);
            json.WriteString("issuer", signer.Issuer);
            json.WriteStartObject("extensions");
            foreach (var (number, value) in signer.Extensions.OrderBy(e => e.Key))
            {
                json.WriteString(number.ToString(CultureInfo.InvariantCulture), value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
