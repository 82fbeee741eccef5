using System.Text.Json;
using System.Text.RegularExpressions;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.PullRequests.Azure;

/// <summary>
/// The interface of Azure Repos as it is published (swagger 2.0), as a judge of requests and answers: paths, queries and bodies have only what it knows, of its types. Two of its defects are
/// mended: the item of a change is no text, and the kinds of content are written as its recorded examples write them.
/// </summary>
internal sealed class AzureShapes
{
    private static readonly Lazy<AzureShapes> Shared = new(() => new AzureShapes());
    private readonly List<(string Method, Regex Path, JsonElement Operation, JsonElement Document)> _operations = [];

    private AzureShapes()
    {
        foreach (var name in (string[])["ado-git-7.1.json", "ado-checks-7.1.json"])
        {
            var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Peer.SharedData("azure"), name))).RootElement;
            foreach (var paths in (string[])["paths", "x-ms-paths"])
            {
                foreach (var path in document.TryGetProperty(paths, out var found) ? found.EnumerateObject() : default)
                {
                    var pattern = "^" + Regex.Replace(Regex.Escape(path.Name.Split('?')[0]), @"\\\{[^}]*}", "[^/]+") + "$";
                    foreach (var operation in path.Value.EnumerateObject())
                    {
                        _operations.Add((operation.Name.ToUpperInvariant(), new Regex(pattern, RegexOptions.IgnoreCase), operation.Value, document));
                    }
                }
            }
        }
    }

    internal static AzureShapes Load() => Shared.Value;

    /// <summary>Fails the test when the request is none the published interface has; gives the shape of its answer.</summary>
    internal Action<JsonElement> Check(string method, Uri address, byte[]? body)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath).Replace("/my shop/", "/p/", StringComparison.Ordinal);
        var query = address.Query.TrimStart('?').Split('&').Select(q => q.Split('=')[0]).ToList();
        var all = _operations.Where(o => o.Method == method && o.Path.IsMatch(path)).ToList();
        Assert.True(all.Count > 0, $"{method} {path} is not published");
        var fitting = all.FirstOrDefault(o => query.TrueForAll(q => Parameters(o).Any(p => p.GetProperty("name").GetString() == q)));
        Assert.True(fitting.Path is not null, $"{method} {path} has no query {string.Join(", ", query)}");
        Assert.All(Parameters(fitting).Where(p => p.GetProperty("in").GetString() == "query" && p.TryGetProperty("required", out var r) && r.GetBoolean()), p => Assert.Contains(p.GetProperty("name").GetString(), query));
        var wanted = Parameters(fitting).FirstOrDefault(p => p.GetProperty("in").GetString() == "body");
        if (body is not null)
        {
            Assert.True(wanted.ValueKind == JsonValueKind.Object, $"{method} {path} takes no body");
            Match(JsonDocument.Parse(body).RootElement, wanted.GetProperty("schema"), fitting.Document, "body");
        }

        return answer => Answer(answer, fitting.Operation, fitting.Document);
    }

    private static void Answer(JsonElement answer, JsonElement operation, JsonElement document)
    {
        var schema = operation.GetProperty("responses").GetProperty("200").GetProperty("schema");

        // Lists come wrapped, which the description leaves out; so do properties.
        var isList = schema.TryGetProperty("type", out var type) && type.GetString() == "array";
        Match(isList ? answer.GetProperty("value") : answer, schema, document, "answer");
    }

    private static IEnumerable<JsonElement> Parameters((string Method, Regex Path, JsonElement Operation, JsonElement Document) operation) =>
        operation.Operation.GetProperty("parameters").EnumerateArray().Select(p => Resolve(p, operation.Document));

    private static JsonElement Resolve(JsonElement element, JsonElement document)
    {
        while (element.TryGetProperty("$ref", out var reference))
        {
            element = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));
        }

        return element;
    }

    private static void Match(JsonElement value, JsonElement schema, JsonElement document, string where)
    {
        if (schema.TryGetProperty("$ref", out var name) && name.GetString()!.EndsWith("/PropertiesCollection", StringComparison.Ordinal))
        {
            Assert.Equal(JsonValueKind.Object, value.ValueKind);
            return;
        }

        schema = Resolve(schema, document);
        var type = schema.TryGetProperty("type", out var given) ? given.GetString() : "object";
        var members = Members(schema, document);
        if (schema.TryGetProperty("allOf", out var bases) && Resolve(bases[0], document) is var first && first.TryGetProperty("type", out var inherited) && inherited.GetString() == "array")
        {
            (type, schema) = ("array", first);
        }

        switch (type)
        {
            case "string" when where.EndsWith(".item", StringComparison.Ordinal):
                break;
            case "string":
                Assert.True(value.ValueKind == JsonValueKind.String, $"{where} is {value.ValueKind}, not a text");
                if (schema.TryGetProperty("enum", out var choices))
                {
                    Assert.Contains(value.GetString(), choices.EnumerateArray().Select(c => c.GetString()), StringComparer.OrdinalIgnoreCase);
                }

                break;
            case "integer":
                Assert.True(value.ValueKind == JsonValueKind.Number, $"{where} is {value.ValueKind}, not a number");
                break;
            case "boolean":
                Assert.True(value.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{where} is {value.ValueKind}, not true or false");
                break;
            case "array":
                Assert.True(value.ValueKind == JsonValueKind.Array, $"{where} is {value.ValueKind}, not a list");
                Assert.All(value.EnumerateArray(), item => Match(item, schema.GetProperty("items"), document, where + "[]"));
                break;
            case "object" when members.Count > 0:
                Assert.True(value.ValueKind == JsonValueKind.Object, $"{where} is {value.ValueKind}, not an object");
                foreach (var member in value.EnumerateObject())
                {
                    Assert.True(members.TryGetValue(member.Name, out var shape), $"{where} has no member `{member.Name}`");
                    Match(member.Value, shape, document, $"{where}.{member.Name}");
                }

                break;
        }
    }

    private static Dictionary<string, JsonElement> Members(JsonElement schema, JsonElement document)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var part in schema.TryGetProperty("allOf", out var bases) ? bases.EnumerateArray() : default)
        {
            foreach (var (name, shape) in Members(Resolve(part, document), document))
            {
                members[name] = shape;
            }
        }

        foreach (var member in schema.TryGetProperty("properties", out var own) ? own.EnumerateObject() : default)
        {
            members[member.Name] = member.Value;
        }

        return members;
    }
}
