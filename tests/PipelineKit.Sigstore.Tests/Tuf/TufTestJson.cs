using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PipelineKit.Sigstore.Tests;

/// <summary>Metadata of test repositories; canonical JSON is written here a second time, so that a fault in the product's shows.</summary>
internal static class TufTestJson
{
    internal static byte[] Canonical(JsonNode node) => Encoding.UTF8.GetBytes(Text(node));

    internal static byte[] Sign(JsonObject signed, IEnumerable<TufTestKey> keys)
    {
        var data = Canonical(signed);
        var signatures = keys.Select(k => (JsonNode)new JsonObject { ["keyid"] = k.Id, ["sig"] = Convert.ToHexStringLower(k.Sign(data)) });
        return Envelope(signed, [.. signatures]);
    }

    internal static byte[] Envelope(JsonObject signed, params JsonNode[] signatures) =>
        Encoding.UTF8.GetBytes(new JsonObject { ["signatures"] = new JsonArray(signatures), ["signed"] = signed.DeepClone() }.ToJsonString());

    internal static JsonObject Role(IEnumerable<TufTestKey> keys, int threshold) =>
        new() { ["keyids"] = new JsonArray([.. keys.Select(k => (JsonNode)k.Id)]), ["threshold"] = threshold };

    internal static void AddKeys(JsonObject to, IEnumerable<TufTestKey> keys)
    {
        foreach (var key in keys)
        {
            to[key.Id] = key.Description.DeepClone();
        }
    }

    private static string Text(JsonNode? node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => Quoted(m.Key) + ":" + Text(m.Value))) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(Text)) + "]",
        JsonValue v when v.GetValueKind() == JsonValueKind.String => Quoted(v.GetValue<string>()),
        JsonValue v => v.ToJsonString(),
        _ => "null",
    };

    private static string Quoted(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
