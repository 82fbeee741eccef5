using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>Reads and writes in-toto statements.</summary>
internal static class StatementJson
{
    private const int MaximumName = 4096;
    private const int MaximumAnnotations = 256;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads one; throws <see cref="SigstoreFormatException"/>.</summary>
    internal static InTotoStatement Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonPart.Parse(json, BundleLimits.PayloadSize, "statement");
        var root = JsonPart.Root(document, "statement");
        var type = root.Text("_type");
        if (type is not (InTotoStatement.TypeV1 or InTotoStatement.TypeV01))
        {
            throw new SigstoreFormatException($"_type \"{type}\" is not that of an in-toto statement v1 or v0.1");
        }

        var subjects = root.Objects("subject", InTotoStatement.MaximumSubjects);
        if (subjects.Length == 0)
        {
            throw root.Missing("subject");
        }

        var predicate = root.Find("predicate") is { } found ? JsonPart.Of(found, "predicate").Element.Clone() : default;
        return new InTotoStatement(type, Array.ConvertAll(subjects, Subject), root.Text("predicateType", MaximumName), predicate);
    }

    /// <summary>Writes one as v1, with digests and annotations in ordinal order.</summary>
    internal static byte[] Write(InTotoStatement statement)
    {
        var buffer = new ArrayBufferWriter<byte>(4 << 10);
        using (var json = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteStartObject();
            json.WriteString("_type", InTotoStatement.TypeV1);
            json.WriteStartArray("subject");
            foreach (var subject in statement.Subjects)
            {
                WriteSubject(json, subject);
            }

            json.WriteEndArray();
            json.WriteString("predicateType", statement.PredicateType);
            if (statement.Predicate.ValueKind != JsonValueKind.Undefined)
            {
                json.WritePropertyName("predicate");
                statement.Predicate.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static StatementSubject Subject(JsonPart subject)
    {
        var digests = Texts(subject, "digest", InTotoStatement.MaximumDigests, onlyTexts: true) ?? throw subject.Missing("digest");
        if (digests.Count == 0)
        {
            throw subject.Missing("digest");
        }

        foreach (var (algorithm, value) in digests)
        {
            if (HashNames.OfText(algorithm) is { } hash && !HexText.Is(value, HashNames.Size(hash)))
            {
                throw new SigstoreFormatException($"{subject.Place("digest")}.{algorithm} is not {2 * HashNames.Size(hash)} lower-case hex digits");
            }
        }

        return new StatementSubject(subject.FindText("name", MaximumName), digests, Texts(subject, "annotations", MaximumAnnotations, onlyTexts: false));
    }

    private static SortedDictionary<string, string>? Texts(JsonPart part, string name, int maximum, bool onlyTexts)
    {
        if (part.FindObject(name) is not { } map)
        {
            return null;
        }

        if (map.Element.GetPropertyCount() > maximum)
        {
            throw new SigstoreFormatException($"{part.Place(name)} has more than {maximum} members");
        }

        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in map.Element.EnumerateObject())
        {
            texts[property.Name] = property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null || onlyTexts
                ? map.FindText(property.Name, MaximumName) ?? string.Empty
                : property.Value.GetRawText();
        }

        return texts;
    }

    private static void WriteSubject(Utf8JsonWriter json, StatementSubject subject)
    {
        json.WriteStartObject();
        if (subject.Name is { } name)
        {
            json.WriteString("name", name);
        }

        WriteTexts(json, "digest", subject.Digests);
        if (subject.Annotations is { } annotations)
        {
            WriteTexts(json, "annotations", annotations);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
