using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace PipelineKit.Telemetry;

/// <summary>A measurement: one point of a gauge.</summary>
/// <param name="Name">As in the semantic conventions of OpenTelemetry: words with dots.</param>
/// <param name="Unit">UCUM, such as <c>s</c>; <c>1</c> for none.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Value">Its value.</param>
/// <param name="Attributes">What tells it from other points of the same metric.</param>
internal sealed record OtlpPoint(string Name, string Unit, string Description, double Value, IReadOnlyList<KeyValuePair<string, string>> Attributes);

/// <summary>Measurements as a request of OTLP/HTTP in JSON (opentelemetry.io/docs/specs/otlp, <c>ExportMetricsServiceRequest</c>): names in lowerCamelCase, 64-bit numbers as text.</summary>
internal static class OtlpMetrics
{
    private const string Scope = "pipelinekit";

    /// <summary>The body of the request.</summary>
    /// <param name="resource">What the measurements are about; what has no value is left out.</param>
    /// <param name="points">The measurements; each becomes a metric of its own.</param>
    /// <param name="at">When they were taken.</param>
    internal static byte[] Write(IReadOnlyList<KeyValuePair<string, string>> resource, IReadOnlyList<OtlpPoint> points, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("resourceMetrics");
            json.WriteStartObject();
            json.WriteStartObject("resource");
            WriteAttributes(json, resource);
            json.WriteEndObject();
            json.WriteStartArray("scopeMetrics");
            json.WriteStartObject();
            json.WriteStartObject("scope");
            json.WriteString("name", Scope);
            json.WriteEndObject();
            json.WriteStartArray("metrics");
            foreach (var point in points)
            {
                Write(json, point, at);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, OtlpPoint point, DateTimeOffset at)
    {
        json.WriteStartObject();
        json.WriteString("name", point.Name);
        json.WriteString("description", point.Description);
        json.WriteString("unit", point.Unit);
        json.WriteStartObject("gauge");
        json.WriteStartArray("dataPoints");
        json.WriteStartObject();
        WriteAttributes(json, point.Attributes);
        json.WriteString("timeUnixNano", ((at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * TimeSpan.NanosecondsPerTick).ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("asDouble", point.Value);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> attributes)
    {
        json.WriteStartArray("attributes");
        foreach (var (name, value) in attributes)
        {
            if (value.Length > 0)
            {
                json.WriteStartObject();
                json.WriteString("key", name);
                json.WriteStartObject("value");
                json.WriteString("stringValue", value);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
