using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Writes CycloneDX 1.6 JSON (ECMA-424).</summary>
internal static class CycloneDxWriter
{
    private static readonly JsonWriterOptions Form = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Bom bom, ScanReport? report)
    {
        var output = new ArrayBufferWriter<byte>(64 << 10);
        using (var json = new Utf8JsonWriter(output, Form))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
            json.WriteString("bomFormat", "CycloneDX");
            json.WriteString("specVersion", "1.6");
            json.Text("serialNumber", IsSerial(bom.Serial) ? bom.Serial : null);
            json.WriteNumber("version", 1);
            Metadata(json, bom, report);
            json.WriteStartArray("components");
            foreach (var component in bom.Components)
            {
                CycloneDxComponent.Write(json, component);
            }

            json.WriteEndArray();
            Dependencies(json, bom.Dependencies);
            Compositions(json, bom.Completeness);
            if (report is not null)
            {
                CycloneDxFindings.Write(json, bom, report);
            }

            json.WriteEndObject();
        }

        return [.. output.WrittenSpan, (byte)'\n'];
    }

    private static void Metadata(Utf8JsonWriter json, Bom bom, ScanReport? report)
    {
        json.WriteStartObject("metadata");
        json.Text("timestamp", CycloneDxMembers.Of(bom.Created));
        if (bom.Tools.Count > 0)
        {
            json.WriteStartObject("tools");
            json.WriteStartArray("components");
            foreach (var tool in bom.Tools.Distinct())
            {
                json.WriteStartObject();
                json.WriteString("type", "application");
                json.WriteString("name", tool.Name);
                json.Text("version", tool.Version);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (bom.Authors.Count > 0)
        {
            json.WriteStartArray("authors");
            foreach (var author in bom.Authors)
            {
                json.WriteStartObject();
                json.WriteString("name", author);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (bom.Subject is { } subject)
        {
            json.WritePropertyName("component");
            CycloneDxComponent.Write(json, subject);
        }

        List<KeyValuePair<string, string>> properties = [];
        foreach (var digest in bom.SubjectDigests)
        {
            properties.Put(CycloneDxProperties.SubjectDigest, digest.Text);
        }

        properties.Put(CycloneDxProperties.Platform, bom.Platform);
        if (report is not null)
        {
            CycloneDxScan.Put(properties, report);
        }

        json.Properties(properties);
        json.WriteEndObject();
    }

    private static void Dependencies(Utf8JsonWriter json, IReadOnlyList<BomDependency> dependencies)
    {
        if (dependencies.Count == 0)
        {
            return;
        }

        json.WriteStartArray("dependencies");
        foreach (var dependency in dependencies)
        {
            json.WriteStartObject();
            json.WriteString("ref", dependency.Reference);
            json.WriteStartArray("dependsOn");
            foreach (var other in dependency.DependsOn.Distinct(StringComparer.Ordinal))
            {
                json.WriteStringValue(other);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Compositions(Utf8JsonWriter json, string completeness)
    {
        if (completeness.Length == 0)
        {
            return;
        }

        json.WriteStartArray("compositions");
        json.WriteStartObject();
        json.WriteString("aggregate", completeness is "complete" or "incomplete" ? completeness : "unknown");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    // urn:uuid: and 36 characters of a UUID in lower case, as the schema asks.
    private static bool IsSerial(string serial) =>
        serial.StartsWith("urn:uuid:", StringComparison.Ordinal)
        && Guid.TryParseExact(serial["urn:uuid:".Length..], "D", out var id)
        && serial.EndsWith(id.ToString("D"), StringComparison.Ordinal);
}
