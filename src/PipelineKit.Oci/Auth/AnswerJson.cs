using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>Reads the few members of small JSON answers that matter; the others may be anything. Everything wrong is a <see cref="JsonException"/>.</summary>
internal static class AnswerJson
{
    private static readonly JsonDocumentOptions Forgiving = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The object that the text is; null when it is <c>null</c>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="isWrittenByPeople">Whether comments and trailing commas are taken.</param>
    public static JsonElement? Object(ReadOnlyMemory<byte> json, bool isWrittenByPeople = false)
    {
        using var document = JsonDocument.Parse(json, isWrittenByPeople ? Forgiving : default);
        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Object => document.RootElement.Clone(),
            _ => throw new JsonException("the value is no object"),
        };
    }

    /// <summary>A member that is text; null when there is none, or null.</summary>
    public static string? Text(this JsonElement element, string name) =>
        Member(element, name) is { } member ? TextOf(member, name) : null;

    /// <summary>A value that is text, or null.</summary>
    public static string? TextOf(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? value.GetString() : throw new JsonException($"`{name}` is no text");

    /// <summary>The members of a member that is an object; none when there is none, or null.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        Member(element, name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Object } members => members.EnumerateObject(),
            _ => throw new JsonException($"`{name}` is no object"),
        };

    /// <summary>A member; null when there is none, or it is null. Of several with one name the last counts.</summary>
    public static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object ? throw new JsonException("a value is no object")
        : element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member
        : null;
}
