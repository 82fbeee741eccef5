using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>
/// An object of a JSON text that came from outside, with its place for messages. Reads as protobuf's JSON mapping has it: 64-bit numbers as strings or
/// numbers, bytes as base64, null as absent. Every reading is bounded, and throws <see cref="SigstoreFormatException"/>.
/// </summary>
internal readonly struct JsonPart
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private readonly JsonElement _value;
    private readonly string _place;

    private JsonPart(JsonElement value, string place)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new SigstoreFormatException($"{place} is not an object");
        }

        (_value, _place) = (value, place);
    }

    /// <summary>The element itself.</summary>
    internal JsonElement Element => _value;

    /// <summary>Parses strictly: one value, no comments, no duplicate names, bounded depth and size.</summary>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> json, int maximum, string what)
    {
        if (json.Length > maximum)
        {
            throw new SigstoreFormatException($"the {what} has {json.Length} bytes, more than the {maximum} that are read");
        }

        try
        {
            return JsonDocument.Parse(json, Strict);
        }
        catch (JsonException e)
        {
            throw new SigstoreFormatException($"the {what} is not JSON that can be trusted: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The root object of a document.</summary>
    internal static JsonPart Root(JsonDocument document, string what) => new(document.RootElement, "the " + what);

    /// <summary>An element that is an object.</summary>
    internal static JsonPart Of(JsonElement element, string place) => new(element, place);

    /// <summary>A property, or null when it is absent or null.</summary>
    internal JsonElement? Find(string name) => _value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>An object.</summary>
    internal JsonPart Object(string name) => FindObject(name) ?? throw Missing(name);

    /// <summary>An object, or null when it is absent.</summary>
    internal JsonPart? FindObject(string name) => Find(name) is { } found ? new JsonPart(found, Place(name)) : null;

    /// <summary>The objects of an array; empty when it is absent.</summary>
    internal JsonPart[] Objects(string name, int maximum)
    {
        var elements = Array(name, maximum);
        if (elements is not { } array)
        {
            return [];
        }

        var parts = new JsonPart[array.GetArrayLength()];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new JsonPart(array[i], string.Create(CultureInfo.InvariantCulture, $"{Place(name)}[{i}]"));
        }

        return parts;
    }

    /// <summary>The byte strings of an array; empty when it is absent.</summary>
    internal ReadOnlyMemory<byte>[] ByteArrays(string name, int maximum, int size)
    {
        if (Array(name, maximum) is not { } array)
        {
            return [];
        }

        var all = new ReadOnlyMemory<byte>[array.GetArrayLength()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = Decode(array[i], name, size);
        }

        return all;
    }

    /// <summary>A text, not empty.</summary>
    internal string Text(string name, int maximum = 1024) => FindText(name, maximum) is { Length: > 0 } text ? text : throw Missing(name);

    /// <summary>A text, or null when it is absent.</summary>
    internal string? FindText(string name, int maximum = 1024)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.String)
        {
            throw new SigstoreFormatException($"{Place(name)} is not a string");
        }

        try
        {
            var text = found.GetString()!;
            return text.Length <= maximum ? text : throw new SigstoreFormatException($"{Place(name)} has {text.Length} characters, more than {maximum}");
        }
        catch (InvalidOperationException e)
        {
            throw new SigstoreFormatException($"{Place(name)} is not valid text", e);
        }
    }

    /// <summary>Bytes, not empty.</summary>
    internal ReadOnlyMemory<byte> Bytes(string name, int maximum) => FindBytes(name, maximum) is { IsEmpty: false } bytes ? bytes : throw Missing(name);

    /// <summary>Bytes, or null when they are absent.</summary>
    internal ReadOnlyMemory<byte>? FindBytes(string name, int maximum) => Find(name) is { } found ? Decode(found, name, maximum) : default(ReadOnlyMemory<byte>?);

    /// <summary>Bytes, not empty, in an array of the shared pool, which the caller gives back.</summary>
    internal byte[] Rent(string name, int maximum, out int length)
    {
        var value = Find(name) ?? throw Missing(name);
        var raw = value.ValueKind == JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(value)[1..^1] : default;
        if (raw.IsEmpty || raw.Contains((byte)'\\') || raw.Length > (maximum + 2L) / 3 * 4)
        {
            // What is unusual takes the usual way.
            var bytes = Bytes(name, maximum).Span;
            length = bytes.Length;
            var copy = ArrayPool<byte>.Shared.Rent(length);
            bytes.CopyTo(copy);
            return copy;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(raw.Length));
        if (!Base64Text.TryDecode(raw, rented, out length))
        {
            ArrayPool<byte>.Shared.Return(rented);
            throw new SigstoreFormatException($"{Place(name)} is not standard base64");
        }

        return rented;
    }

    /// <summary>A number that is not negative; 0 when it is absent, as protobuf has it.</summary>
    internal long Count(string name)
    {
        if (Find(name) is not { } found)
        {
            return 0;
        }

        var value = 0L;
        var isNumber = found.ValueKind switch
        {
            JsonValueKind.Number => found.TryGetInt64(out value),
            JsonValueKind.String => long.TryParse(FindText(name, maximum: 20), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value),
            _ => false,
        };
        return !isNumber ? throw new SigstoreFormatException($"{Place(name)} is not a whole number of 64 bits")
            : value < 0 ? throw new SigstoreFormatException($"{Place(name)} is negative")
            : value;
    }

    /// <summary>The place of a property, for messages.</summary>
    internal string Place(string name) => _place.StartsWith("the ", StringComparison.Ordinal) ? name : $"{_place}.{name}";

    /// <summary>The error for a property that has to be there.</summary>
    internal SigstoreFormatException Missing(string name) => new($"{Place(name)} is missing or empty");

    private JsonElement? Array(string name, int maximum)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.Array)
        {
            throw new SigstoreFormatException($"{Place(name)} is not an array");
        }

        return found.GetArrayLength() <= maximum
            ? found
            : throw new SigstoreFormatException($"{Place(name)} has {found.GetArrayLength()} elements, more than the {maximum} that are read");
    }

    private byte[] Decode(JsonElement value, string name, int maximum)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw new SigstoreFormatException($"{Place(name)} is not a string");
        }

        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (raw.Length > (maximum + 2L) / 3 * 4 * 6)
        {
            throw new SigstoreFormatException($"{Place(name)} has more than {maximum} bytes");
        }

        var bytes = raw.Contains((byte)'\\') ? Base64Text.Decode(Unescaped(value, name)) : Base64Text.Decode(raw);
        return bytes is null ? throw new SigstoreFormatException($"{Place(name)} is not standard base64")
            : bytes.Length > maximum ? throw new SigstoreFormatException($"{Place(name)} has {bytes.Length} bytes, more than {maximum}")
            : bytes;
    }

    private string Unescaped(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new SigstoreFormatException($"{Place(name)} is not valid text", e);
        }
    }
}
