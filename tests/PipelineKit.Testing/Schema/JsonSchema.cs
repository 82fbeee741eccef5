using System.Text.Json;
using System.Text.RegularExpressions;

namespace PipelineKit.Testing.Schema;

/// <summary>
/// Validates JSON against the part of JSON Schema draft-04 that the Azure task schema and our own use. A keyword it does not know is an error of the
/// test, never a silent pass.
/// </summary>
/// <param name="root">The schema document.</param>
public sealed class JsonSchema(JsonElement root)
{
    private static readonly string[] Remarks = ["$schema", "id", "title", "description", "default", "definitions"];

    /// <summary>Every violation as <c>path: what</c>; empty when the document is valid.</summary>
    public IReadOnlyList<string> Validate(JsonElement document) => Check(root, document, "$").ToArray();

    /// <summary>The same by a part of the schema alone; its references are those of the whole.</summary>
    public IReadOnlyList<string> Validate(JsonElement document, JsonElement part) => Check(part, document, "$").ToArray();

    private IEnumerable<string> Check(JsonElement schema, JsonElement value, string path) =>
        schema.EnumerateObject().Where(k => !Remarks.Contains(k.Name, StringComparer.Ordinal)).SelectMany(k => Keyword(k.Name, k.Value, schema, value, path));

    private IEnumerable<string> Keyword(string name, JsonElement rule, JsonElement schema, JsonElement value, string path) =>
        name switch
        {
            "type" => Unless(Types(rule).Any(type => IsType(value, type)), path, $"is {value.ValueKind}, not {rule}"),
            "enum" => Unless(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)), path, $"{value} is not one of {rule}"),
            "pattern" => Unless(value.ValueKind != JsonValueKind.String || Matches(rule, value), path, $"{value} does not match {rule}"),
            "required" => value.ValueKind != JsonValueKind.Object
                ? []
                : rule.EnumerateArray().Where(n => !value.TryGetProperty(n.GetString()!, out _)).Select(n => $"{path}: {n} is missing"),
            "properties" => Members(value).SelectMany(m => rule.TryGetProperty(m.Name, out var sub) ? Check(sub, m.Value, $"{path}.{m.Name}") : []),
            "additionalProperties" => Additional(rule, schema, value, path),
            "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, i) => Check(rule, item, $"{path}[{i}]")),
            "anyOf" => Unless(rule.EnumerateArray().Any(option => !Check(option, value, path).Any()), path, $"{value} fits none of the alternatives"),
            "allOf" => rule.EnumerateArray().SelectMany(part => Check(part, value, path)),
            "not" => Unless(Check(rule, value, path).Any(), path, $"{value} is what it must not be"),
            "$ref" => Check(Resolve(rule.GetString()!), value, path),
            _ => throw new NotSupportedException($"the schema keyword `{name}` is not implemented"),
        };

    private IEnumerable<string> Additional(JsonElement rule, JsonElement schema, JsonElement value, string path)
    {
        if (rule.ValueKind == JsonValueKind.True)
        {
            return [];
        }

        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        return Members(value)
            .Where(m => known.ValueKind != JsonValueKind.Object || !known.TryGetProperty(m.Name, out _))
            .SelectMany(m => rule.ValueKind == JsonValueKind.False ? [$"{path}: `{m.Name}` is not allowed"] : Check(rule, m.Value, $"{path}.{m.Name}"));
    }

    private static IEnumerable<JsonProperty> Members(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    private static IEnumerable<string> Types(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(t => t.GetString()!) : [rule.GetString()!];

    private static bool IsType(JsonElement value, string type) =>
        type switch
        {
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => throw new NotSupportedException($"the schema type `{type}` is not implemented"),
        };

    private static bool Matches(JsonElement rule, JsonElement value) =>
        new Regex(rule.GetString()!, RegexOptions.NonBacktracking).IsMatch(value.GetString()!);

    private static IEnumerable<string> Unless(bool holds, string path, string what) => holds ? [] : [$"{path}: {what}"];

    private JsonElement Resolve(string reference) =>
        reference.StartsWith("#/", StringComparison.Ordinal)
            ? reference[2..].Split('/').Aggregate(root, (node, name) => node.GetProperty(name))
            : throw new NotSupportedException($"the reference `{reference}` is not local");
}
