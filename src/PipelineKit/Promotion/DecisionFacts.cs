using System.Globalization;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>What of a decision file matters for a promotion; the rest, which may be long, is passed over.</summary>
/// <param name="HasPassed">Whether the verdict is to let the image pass.</param>
/// <param name="At">When it was decided.</param>
/// <param name="ValidUntil">Until when it holds by its own word; null for no end.</param>
/// <param name="Subject">The image it is about; null when it names none by digest.</param>
internal sealed record DecisionFacts(bool HasPassed, DateTimeOffset At, DateTimeOffset? ValidUntil, Digest? Subject)
{
    private const int SchemaVersion = 1;

    /// <summary>Reads them. Throws <see cref="JsonException"/> or <see cref="FormatException"/>.</summary>
    internal static DecisionFacts Read(ReadOnlyMemory<byte> content)
    {
        var json = new Utf8JsonReader(content.Span, new JsonReaderOptions { MaxDepth = 64 });
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException("it is no JSON object");
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (name is not ("schemaVersion" or "verdict" or "at" or "validUntil" or "subject"))
            {
                json.Skip();
            }
            else if (!members.TryAdd(name, JsonElement.ParseValue(ref json)))
            {
                throw new FormatException($"`{name}` is in it twice");
            }
        }

        if (json.Read())
        {
            throw new FormatException("something follows its end");
        }

        return members.TryGetValue("schemaVersion", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) && number == SchemaVersion
            ? new DecisionFacts(
                Text(members, "verdict") == "pass",
                Time(Text(members, "at") ?? throw new FormatException("it does not say when it was decided")),
                Text(members, "validUntil") is { } until ? Time(until) : null,
                SubjectOf(members))
            : throw new FormatException($"`schemaVersion` is not {SchemaVersion}");
    }

    private static Digest? SubjectOf(Dictionary<string, JsonElement> members) =>
        members.TryGetValue("subject", out var subject) && subject.ValueKind == JsonValueKind.Object
        && subject.EnumerateObject().Where(m => m.NameEquals("digest")).ToList() is [var only] && only.Value.ValueKind == JsonValueKind.String
            ? Digest.TryParse(only.Value.GetString(), out var digest) ? digest : throw new FormatException("`subject.digest` is not a digest")
            : null;

    private static string? Text(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new FormatException($"`{text}` is not a time");
}
