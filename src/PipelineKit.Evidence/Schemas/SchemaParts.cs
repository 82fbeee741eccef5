using System.Text;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The keywords of one schema, read.</summary>
/// <param name="tape">The file.</param>
/// <param name="at">The schema in it.</param>
/// <param name="compile">Compiles a schema inside.</param>
internal sealed class SchemaParts(JsonTape tape, int at, Func<int, JsonSchema> compile)
{
    public string? Text(string keyword) => Find(keyword) is var found && found >= 0 ? tape.String(found) : null;

    public JsonSchema? One(string keyword) => Find(keyword) is var found && found >= 0 ? compile(found) : null;

    public JsonSchema[]? List(string keyword)
    {
        var found = Find(keyword);
        return found < 0 ? null : [.. Elements(found).Select(compile)];
    }

    public JsonTypes Types()
    {
        var found = Find("type");
        if (found < 0)
        {
            return JsonTypes.None;
        }

        return tape.Kind(found) == JsonTokenType.String ? Type(tape.String(found)) : Types(tape, Elements(found));
    }

    public SchemaValues? Values()
    {
        var (found, one) = (Find("enum"), Find("const"));
        return found >= 0 ? new SchemaValues(tape, Elements(found)) : one >= 0 ? new SchemaValues(tape, [one]) : null;
    }

    public SchemaObject? Object()
    {
        int properties = Find("properties"), required = Find("required"), patterns = Find("patternProperties"), dependencies = Find("dependencies");
        var (additional, names, least, most) = (One("additionalProperties"), One("propertyNames"), Whole("minProperties"), Whole("maxProperties"));
        if (properties < 0 && required < 0 && patterns < 0 && dependencies < 0 && additional is null && names is null && least is null && most is null)
        {
            return null;
        }

        var needed = required < 0 ? [] : Names(tape, Elements(required));
        var known = new List<(byte[] Name, JsonSchema? Schema)>();
        foreach (var name in needed)
        {
            var member = properties < 0 ? -1 : tape.Member(properties, name);
            known.Add((name, member < 0 ? null : compile(member)));
        }

        foreach (var member in Members(properties))
        {
            if (!needed.Any(n => n.AsSpan().SequenceEqual(tape.Text(member))))
            {
                known.Add((tape.Text(member).ToArray(), compile(member + 1)));
            }
        }

        return new SchemaObject
        {
            Names = new SchemaNames(known),
            Required = needed.Length,
            Patterns = [.. Members(patterns).Select(m => (new SchemaPattern(tape.String(m)), compile(m + 1)))],
            Additional = additional,
            Dependencies = [.. Members(dependencies).Select(Dependency)],
            NameSchema = names,
            Least = least ?? 0,
            Most = most ?? int.MaxValue,
        };
    }

    public SchemaArray? Array()
    {
        var items = Find("items");
        var (contains, least, most, unique) = (One("contains"), Whole("minItems"), Whole("maxItems"), Find("uniqueItems") is var u && u >= 0 && tape.Kind(u) == JsonTokenType.True);
        if (items < 0 && contains is null && least is null && most is null && !unique)
        {
            return null;
        }

        // `additionalItems` means something beside a tuple only.
        var isTuple = items >= 0 && tape.Kind(items) == JsonTokenType.StartArray;
        return new SchemaArray
        {
            Items = isTuple ? One("additionalItems") : items >= 0 ? compile(items) : null,
            Tuple = isTuple ? [.. Elements(items).Select(compile)] : [],
            Contains = contains,
            Least = least ?? 0,
            Most = most ?? int.MaxValue,
            IsUnique = unique,
        };
    }

    public SchemaScalar? Scalar()
    {
        var (pattern, format, shortest, longest) = (Text("pattern"), Text("format"), Whole("minLength"), Whole("maxLength"));
        var (minimum, maximum, above, below, multiple) = (Number("minimum"), Number("maximum"), Number("exclusiveMinimum"), Number("exclusiveMaximum"), Number("multipleOf"));
        return pattern is null && format is null && shortest is null && longest is null && minimum is null && maximum is null && above is null && below is null && multiple is null ? null : new SchemaScalar
        {
            Pattern = pattern is null ? null : new SchemaPattern(pattern),
            Format = format,
            Shortest = shortest ?? 0,
            Longest = longest ?? int.MaxValue,
            Minimum = minimum ?? double.NegativeInfinity,
            Maximum = maximum ?? double.PositiveInfinity,
            Above = above ?? double.NegativeInfinity,
            Below = below ?? double.PositiveInfinity,
            MultipleOf = multiple ?? 0,
        };
    }

    private static JsonTypes Types(JsonTape tape, IEnumerable<int> types)
    {
        var all = JsonTypes.None;
        foreach (var type in types)
        {
            all |= Type(tape.String(type));
        }

        return all;
    }

    private static JsonTypes Type(string name) => name switch
    {
        "object" => JsonTypes.Object,
        "array" => JsonTypes.Array,
        "string" => JsonTypes.Text,
        "number" => JsonTypes.Number,
        "integer" => JsonTypes.Integer,
        "boolean" => JsonTypes.Boolean,
        "null" => JsonTypes.Null,
        _ => throw new NotSupportedException($"There is no type `{name}` in JSON Schema."),
    };

    private static byte[][] Names(JsonTape tape, IEnumerable<int> elements) => [.. elements.Select(e => tape.Text(e).ToArray())];

    private (byte[] Name, byte[][]? Needs, JsonSchema? Schema) Dependency(int member) =>
        tape.Kind(member + 1) == JsonTokenType.StartArray
            ? (tape.Text(member).ToArray(), Names(tape, Elements(member + 1)), null)
            : (tape.Text(member).ToArray(), null, compile(member + 1));

    private int Find(string keyword) => tape.Member(at, Encoding.UTF8.GetBytes(keyword));

    private double? Number(string keyword) => Find(keyword) is var found && found >= 0 ? JsonNumbers.Value(tape.Text(found)) : null;

    private int? Whole(string keyword) => (int?)Number(keyword);

    private List<int> Elements(int array)
    {
        List<int> elements = [];
        for (var i = array + 1; i < tape.End(array); i = tape.End(i))
        {
            elements.Add(i);
        }

        return elements;
    }

    private List<int> Members(int target)
    {
        List<int> members = [];
        for (var i = target + 1; target >= 0 && i < tape.End(target); i = tape.End(i + 1))
        {
            members.Add(i);
        }

        return members;
    }
}
