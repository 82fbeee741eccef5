using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PipelineKit.Canary;

namespace PipelineKit.CanaryVerify;

/// <summary>The verdicts over pairs as JSON; what was not computed is null.</summary>
internal static class PairsJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>The text, with a line feed at its end.</summary>
    internal static string Of(IEnumerable<(MetricPair Pair, MetricVerdict Verdict)> judged)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartArray();
            foreach (var (pair, verdict) in judged)
            {
                json.WriteStartObject();
                json.WriteString("id", pair.Id);
                json.WriteString("classification", verdict.Classification.ToString());
                Number(json, "estimate", verdict.Estimate);
                Number(json, "lower", verdict.Lower);
                Number(json, "upper", verdict.Upper);
                Number(json, "deviation", verdict.Deviation);
                Number(json, "cles", verdict.Cles);
                json.WriteBoolean("critical", verdict.IsCritical);
                json.WriteString("reason", verdict.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
