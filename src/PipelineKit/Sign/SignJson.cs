using System.Buffers;
using System.Text.Json;
using PipelineKit.Signatures;
using PipelineKit.Signing;

namespace PipelineKit.Sign;

/// <summary>The <c>result</c> member of result.json.</summary>
internal static class SignJson
{
    internal static JsonElement Of(SignResult result)
    {
        var buffer = Write(json =>
        {
            json.WriteBoolean("dryRun", result.Options.DryRun);
            json.WriteBoolean("keyless", result.Options.Signing.IsKeyless);
            if (result.Signer is not null)
            {
                json.WriteString("signer", result.Signer);
            }

            json.WriteStartArray("formats");
            foreach (var format in Enum.GetValues<SignatureFormats>().Where(f => f != SignatureFormats.None && result.Options.Formats.HasFlag(f)))
            {
                json.WriteStringValue(format == SignatureFormats.Bundle ? "bundle" : "legacy");
            }

            json.WriteEndArray();
            json.WriteStartArray("items");
            foreach (var item in result.Items)
            {
                WriteItem(json, item);
            }

            json.WriteEndArray();
        });
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    internal static string StatusName(SignStatus status) =>
        status switch
        {
            SignStatus.Signed => "signed",
            SignStatus.AlreadySigned => "already-signed",
            SignStatus.WouldSign => "would-sign",
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, message: null),
        };

    private static void WriteItem(Utf8JsonWriter json, SignedItem item)
    {
        json.WriteStartObject();
        json.WriteString("image", item.Task.Target.Image.Reference.Name);
        json.WriteString("digest", item.Task.Target.Subject.Digest.Text);
        json.WriteString("predicateType", item.Task.Statement.PredicateType);
        json.WriteString("status", StatusName(item.Status));
        json.WriteStartArray("manifests");
        foreach (var manifest in item.Manifests)
        {
            json.WriteStringValue(manifest);
        }

        json.WriteEndArray();
        json.WriteStartArray("logIndexes");
        foreach (var index in item.LogIndexes)
        {
            json.WriteNumberValue(index);
        }

        json.WriteEndArray();
        if (item.BundlePath is not null)
        {
            json.WriteString("bundle", item.BundlePath);
        }

        if (item.GitHubId is { } id)
        {
            json.WriteNumber("gitHubAttestation", id);
        }

        json.WriteEndObject();
    }

    private static ArrayBufferWriter<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer;
    }
}
