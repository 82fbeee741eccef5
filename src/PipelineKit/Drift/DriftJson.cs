using System.Buffers;
using System.Text.Json;
using PipelineKit.Ci;

namespace PipelineKit.Drift;

/// <summary>The <c>result</c> member of result.json.</summary>
internal static class DriftJson
{
    internal static JsonElement Of(DriftResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("environments");
            foreach (var look in result.Looks)
            {
                Environment(json, look);
            }

            json.WriteEndArray();
            json.WriteStartArray("findings");
            foreach (var finding in result.Findings)
            {
                Finding(json, finding);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static void Environment(Utf8JsonWriter json, DriftLook look)
    {
        json.WriteStartObject();
        json.WriteString("environment", look.Name);
        json.WriteString("repository", look.Repository);
        Text(json, "digest", look.Digest?.Text ?? "");
        Number(json, "manifests", look.Manifests);
        json.WriteBoolean("registry", look.Registry);
        Number(json, "containers", look.Containers);
        json.WriteEndObject();
    }

    private static void Finding(Utf8JsonWriter json, DriftFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("kind", finding.Rule.Id);
        json.WriteString("level", finding.Grade.Word());
        json.WriteString("environment", finding.Environment);
        json.WriteString("where", finding.Where);
        Text(json, "image", finding.Image);
        Text(json, "expected", finding.Expected);
        Text(json, "actual", finding.Actual);
        Text(json, "detail", finding.Detail);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
