using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A value on a tape, or none: the members of none are none. What is of another type than asked for is refused with its place.</summary>
internal readonly struct JsonView(JsonTape tape, int at)
{
    /// <summary>The whole value on a tape.</summary>
    public static JsonView Of(JsonTape tape) => new(tape, JsonTape.Root);

    /// <summary>Whether there is a value; null is none.</summary>
    public bool Exists => at >= 0 && tape.Kind(at) != JsonTokenType.Null;

    /// <summary>Whether it is an array.</summary>
    public bool IsArray => at >= 0 && tape.Kind(at) == JsonTokenType.StartArray;

    /// <summary>Whether it is text.</summary>
    public bool IsText => at >= 0 && tape.Kind(at) == JsonTokenType.String;

    /// <summary>A member; none when it is not there.</summary>
    public JsonView this[ReadOnlySpan<byte> name]
    {
        get
        {
            Expect(JsonTokenType.StartObject, "an object");
            return new JsonView(tape, at < 0 ? -1 : tape.Member(at, name));
        }
    }

    /// <summary>The text; null when there is none.</summary>
    public string? Text(TextPool texts)
    {
        Expect(JsonTokenType.String, "text");
        return Exists ? texts.Get(tape.Text(at)) : null;
    }

    /// <summary>The number; null when there is none.</summary>
    public double? Number()
    {
        Expect(JsonTokenType.Number, "a number");
        return Exists ? JsonNumbers.Value(tape.Text(at)) ?? throw Wrong("is beyond all numbers") : null;
    }

    /// <summary>The instant; null when there is none.</summary>
    public DateTimeOffset? Instant()
    {
        Expect(JsonTokenType.String, "a time");
        return !Exists ? null : Instants.TryParse(tape.Text(at), out var instant) ? instant : throw Wrong("is no time of RFC 3339");
    }

    /// <summary>The elements; none when there is no value.</summary>
    public IEnumerable<JsonView> Items()
    {
        Expect(JsonTokenType.StartArray, "an array");
        for (var i = at + 1; at >= 0 && i < tape.End(at); i = tape.End(i))
        {
            yield return new JsonView(tape, i);
        }
    }

    /// <summary>A mistake of this value.</summary>
    public JsonWrongException Wrong(string message) => new(tape.Offset(at) - tape.Base, message);

    private void Expect(JsonTokenType kind, string what)
    {
        if (Exists && tape.Kind(at) != kind)
        {
            throw Wrong($"is {JsonWrongException.NameOf(tape.Kind(at))}; {what} is expected");
        }
    }
}
