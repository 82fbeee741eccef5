using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>A value inside a metadata file with its place, so that what is missing or of another kind is said with where.</summary>
/// <param name="Role">The file's role.</param>
/// <param name="Path">Where it is in the file.</param>
/// <param name="Element">The value.</param>
internal readonly record struct TufNode(string Role, string Path, JsonElement Element)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a whole file; names given twice are refused.</summary>
    internal static TufNode Parse(string role, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new(role, "", JsonElement.Parse(bytes, Strict));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new TufException(TufProblem.Malformed, role, "the file is not JSON, or gives a name twice", e);
        }
    }

    /// <summary>A member that must be there.</summary>
    internal TufNode Member(string name) => Optional(name) ?? throw Wrong($"{Place(name)} is missing");

    /// <summary>A member, or null when there is none.</summary>
    internal TufNode? Optional(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"{Path} is not an object");
        }

        return Element.TryGetProperty(name, out var value) ? new TufNode(Role, Place(name), value) : null;
    }

    internal string Text()
    {
        try
        {
            return Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Wrong($"{Path} is not a string");
        }
        catch (InvalidOperationException e)
        {
            throw new TufException(TufProblem.Malformed, Role, $"{Path} is not well-formed text", e);
        }
    }

    /// <summary>A whole number that is not below the least one.</summary>
    internal long Number(long least) =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out var number) && number >= least ? number : throw Wrong($"{Path} is not a whole number from {least}");

    internal bool Flag() => Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? Element.GetBoolean() : throw Wrong($"{Path} is not true or false");

    internal IEnumerable<TufNode> Items()
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong($"{Path} is not a list");
        }

        var (role, path) = (Role, Path);
        return Element.EnumerateArray().Select((item, i) => new TufNode(role, $"{path}[{i}]", item));
    }

    internal IEnumerable<(string Name, TufNode Value)> Members()
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong($"{Path} is not an object");
        }

        var (role, path) = (Role, Path);
        return Element.EnumerateObject().Select(m => (m.Name, new TufNode(role, $"{path}[\"{m.Name}\"]", m.Value)));
    }

    internal TufException Wrong(string message) => new(TufProblem.Malformed, Role, message);

    private string Place(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
