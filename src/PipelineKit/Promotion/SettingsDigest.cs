using System.Buffers;
using System.Text.Json;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Promotion;

/// <summary>
/// The digest of settings: of JSON without white space in which keys are sorted by their characters, every single value is text and what is null is left out. Comments, order, quotes and
/// anchors make no difference to it; every value does.
/// </summary>
internal static class SettingsDigest
{
    internal static Digest Of(YamlValue section)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            Write(json, section);
        }

        return Digest.Sha256(bytes.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, YamlValue value)
    {
        switch (value.Shape)
        {
            case YamlShape.Mapping:
                json.WriteStartObject();
                foreach (var pair in value.Pairs.Where(p => !p.Value.IsNull).OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    json.WritePropertyName(pair.Key);
                    Write(json, pair.Value);
                }

                json.WriteEndObject();
                break;
            case YamlShape.Sequence:
                json.WriteStartArray();
                foreach (var item in value.Items)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.Text);
                break;
        }
    }
}
