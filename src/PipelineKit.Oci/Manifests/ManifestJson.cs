using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>One JSON object of a manifest, read strictly: every value has its type and bound, and an error says where it is.</summary>
internal readonly struct ManifestJson
{
    private const int MaximumTextLength = 4096;
    private readonly JsonElement _element;
    private readonly string _source;
    private readonly string _place;

    internal ManifestJson(JsonElement element, string source, string place)
    {
        (_element, _source, _place) = (element, source, place);
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("is not a JSON object");
        }
    }

    internal RegistryException Wrong(string what) => new(RegistryProblem.Protocol, _source, $"{_place} {what}");

    internal bool Has(string name) => Find(name) is not null;

    internal long? Number(string name) =>
        Find(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
            _ => throw Wrong($"has a `{name}` that is not a whole number"),
        };

    internal string? Text(string name) => Find(name) is { } value ? TextOf(value, name) : null;

    internal IReadOnlyList<Descriptor> Descriptors(string name, int maximum)
    {
        if (_element.TryGetProperty(name, out var array) && array.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            throw Wrong($"has no list `{name}`");
        }

        if (array.GetArrayLength() > maximum)
        {
            throw Wrong($"has more than {maximum} `{name}`");
        }

        var (source, place) = (_source, _place);
        return [.. array.EnumerateArray().Select((e, i) => new ManifestJson(e, source, $"entry {i} of `{name}` of {place}").AsDescriptor())];
    }

    internal Descriptor? Descriptor(string name) =>
        Find(name) is { } value ? new ManifestJson(value, _source, $"`{name}` of {_place}").AsDescriptor() : null;

    internal IReadOnlyDictionary<string, string> Annotations()
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find("annotations") is not { } value)
        {
            return annotations;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("has `annotations` that are not a JSON object");
        }

        foreach (var property in value.EnumerateObject())
        {
            annotations[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw Wrong("has an annotation that is not a text");
        }

        return annotations;
    }

    private Descriptor AsDescriptor()
    {
        var mediaType = Text("mediaType") ?? throw Wrong("has no `mediaType`");
        if (!mediaType.Contains('/', StringComparison.Ordinal) || mediaType.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw Wrong("has a `mediaType` that is none");
        }

        if (!Oci.Digest.TryParse(Text("digest"), out var digest))
        {
            throw Wrong("has no valid sha256 or sha512 `digest`");
        }

        var size = Number("size") ?? throw Wrong("has no `size`");
        if (size < 0)
        {
            throw Wrong("has a negative `size`");
        }

        var platform = Find("platform") is { } value ? new ManifestJson(value, _source, $"`platform` of {_place}").AsPlatform() : null;
        return new Descriptor(mediaType, digest, size) { Platform = platform, ArtifactType = Text("artifactType"), HasUrls = Has("urls"), Annotations = Annotations() };
    }

    // A platform without its required parts is written by some builders for what runs nowhere; it matches nothing, like unknown/unknown.
    private Platform AsPlatform() =>
        new(Text("os") is { Length: > 0 } os ? os : "unknown", Text("architecture") is { Length: > 0 } architecture ? architecture : "unknown", NullIfEmpty(Text("variant")), NullIfEmpty(Text("os.version")));

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private string TextOf(JsonElement value, string name)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong($"has a `{name}` that is not a text");
        return text.Length <= MaximumTextLength ? text : throw Wrong($"has a `{name}` longer than {MaximumTextLength} characters");
    }

    // A property that is null is one that is not there: Go clients write both.
    private JsonElement? Find(string name) =>
        _element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
