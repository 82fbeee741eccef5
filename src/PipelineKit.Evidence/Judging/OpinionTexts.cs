using System.Buffers;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Opinions as a decision has them. Thousands of findings share a few hundred opinions, so each is written once and copied from then on.</summary>
internal sealed class OpinionTexts
{
    private readonly Dictionary<object, byte[]> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes the next element of an array of opinions.</summary>
    internal void Write(Utf8JsonWriter json, SeverityRating opinion)
    {
        if (!_texts.TryGetValue(opinion, out var text))
        {
            _texts.Add(opinion, text = Make(opinion, json.CurrentDepth, json.Options));
        }

        json.WriteRawValue(text, skipInputValidation: true);
    }

    // With the line break and the indentation that stand before it, which the writer leaves to what it only copies; the comma comes from the writer.
    private static byte[] Make(SeverityRating opinion, int depth, JsonWriterOptions form)
    {
        var target = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(target, form);
        for (var i = 0; i < depth; i++)
        {
            json.WriteStartArray();
        }

        json.Flush();
        var before = target.WrittenCount;
        json.WriteStartObject();
        json.WriteString("source", opinion.Source);
        json.WriteString("severity", Texts.Word(opinion.Severity));
        if (opinion.Score is { } score)
        {
            json.WriteNumber("score", score);
        }

        DecisionJson.Text(json, "vector", opinion.Vector);
        json.WriteEndObject();
        json.Flush();
        return target.WrittenSpan[before..].ToArray();
    }
}
