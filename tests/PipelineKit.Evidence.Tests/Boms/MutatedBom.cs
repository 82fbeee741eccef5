using System.Text.Json.Nodes;

namespace PipelineKit.Evidence.Tests.Boms;

/// <summary>A document with one thing changed somewhere: a member deleted, added or of another type, a text of another form, an item doubled.</summary>
internal static class MutatedBom
{
    private static readonly string[] Texts =
    [
        "", "x", "foo bar", "a\nb", "required", "library", "SHA-256", "MIT", "Apache-2", "1.6", "2024-01-02T03:04:05Z", "2024-02-30T00:00:00Z", "2024-01-02", "2024-01-02T03:04:05", "2024-01-02t23:59:60+00:00", "2016-12-31T23:59:60Z",
        "a@example.com", "a@example", "a b@example.com", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", "urn:uuid:3E671687-395b-41f5-a30f-a58921a69b79", "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1",
        "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/1#x", "urn:cdx:f08a6ccd-4dce-4759-bd84-c626675d60a7/0#x", "en-US", "EN", "text/plain", "Text/Plain", "d41d8cd98f00b204e9800998ecf8427e", "https://example.com/a?b#c",
        "1234567890123456789012345678901234567890", "RS256", "CRE:1-2", "GB", "base64", "é@exämple.com", "\"a b\"@example.com", "a@[127.0.0.1]",
    ];

    /// <summary>Changes the document.</summary>
    public static void Change(JsonObject document, Random random)
    {
        var places = new List<JsonNode>();
        Collect(document, places);
        var place = places[random.Next(places.Count)];
        if (place is JsonObject members)
        {
            ChangeObject(members, random);
        }
        else
        {
            ChangeArray(place.AsArray(), random);
        }
    }

    private static void ChangeObject(JsonObject members, Random random)
    {
        var names = members.Select(m => m.Key).ToArray();
        var name = names.Length == 0 ? "x" : names[random.Next(names.Length)];
        switch (random.Next(names.Length == 0 ? 1 : 5))
        {
            case 0:
                members[Texts[random.Next(Texts.Length)]] = Value(random);
                break;
            case 1:
                members.Remove(name);
                break;
            default:
                members[name] = Value(random);
                break;
        }
    }

    private static void ChangeArray(JsonArray items, Random random)
    {
        switch (random.Next(items.Count == 0 ? 1 : 3))
        {
            case 0:
                items.Add(Value(random));
                break;
            case 1:
                items.Add(items[random.Next(items.Count)]?.DeepClone());
                break;
            default:
                items.RemoveAt(random.Next(items.Count));
                break;
        }
    }

    private static JsonNode? Value(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => JsonValue.Create(true),
        2 => new JsonArray(),
        3 => new JsonObject(),
        4 => JsonValue.Create(random.Next(-3, 1200)),
        5 => JsonValue.Create(random.NextDouble() * 12),
        6 => new JsonArray(JsonValue.Create(1), JsonNode.Parse("1.0")),
        _ => JsonValue.Create(Texts[random.Next(Texts.Length)]),
    };

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is JsonObject members)
        {
            places.Add(members);
            foreach (var member in members)
            {
                Collect(member.Value, places);
            }
        }
        else if (node is JsonArray items)
        {
            places.Add(items);
            foreach (var item in items)
            {
                Collect(item, places);
            }
        }
    }
}
