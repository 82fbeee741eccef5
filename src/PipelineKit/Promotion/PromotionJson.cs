using System.Buffers;
using System.Text.Json;

namespace PipelineKit.Promotion;

/// <summary>The <c>result</c> member of result.json.</summary>
internal static class PromotionJson
{
    internal static JsonElement Of(PromotionResult result)
    {
        using var document = JsonDocument.Parse(Write(json => Write(json, result)));
        return document.RootElement.Clone();
    }

    /// <summary>The gates.</summary>
    internal static void WriteGates(Utf8JsonWriter json, PromotionResult result)
    {
        json.WriteStartArray();
        foreach (var gate in result.Gates)
        {
            json.WriteStartObject();
            json.WriteString("id", gate.Id);
            json.WriteString("result", PromotionText.Word(gate.Result));
            json.WriteString("reason", gate.Reason);
            json.WriteString("observed", gate.Observed);
            json.WriteString("required", gate.Required);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The bytes of what is written.</summary>
    internal static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, PromotionResult result)
    {
        var (request, subject) = (result.Request, result.Subject);
        json.WriteStartObject();
        json.WriteString("app", request.Settings.App);
        json.WriteString("environment", request.To.Name);
        json.WriteString("action", request.IsRollback ? "rollback" : "promote");
        json.WriteString("policy", request.Settings.Digest.Text);
        json.WriteString("digest", subject.Digest.Text);
        json.WriteString("image", subject.TargetText);
        json.WriteString("from", subject.From?.Name ?? "");
        json.WriteString("fromImage", subject.SourceText);
        json.WriteString("previousDigest", subject.Replaces?.Text ?? "");
        json.WriteString("tag", request.To.Tag);
        json.WriteBoolean("dryRun", request.DryRun);
        json.WriteBoolean("refused", result.IsRefused);
        json.WriteBoolean("changed", result.IsChanged && !result.IsRefused);
        json.WriteBoolean("bypass", result.IsBypassed);
        json.WritePropertyName("gates");
        WriteGates(json, result);
        json.WriteStartArray("steps");
        foreach (var step in result.Steps)
        {
            json.WriteStartObject();
            json.WriteString("id", step.Id);
            json.WriteString("state", PromotionText.Word(step.State));
            json.WriteString("detail", step.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in result.Notes)
        {
            json.WriteStringValue(note);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
