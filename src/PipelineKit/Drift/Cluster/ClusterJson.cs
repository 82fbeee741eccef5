using System.Text.Json;

namespace PipelineKit.Drift;

/// <summary>
/// Reads objects of a cluster from JSON: what <c>kubectl get -o json</c> prints (a list, one object, or several of both one after the other), and pages of the API. Of a list one object at a
/// time is in memory as more than its bytes.
/// </summary>
internal static class ClusterJson
{
    private const int MaximumDepth = 256;
    private static readonly JsonReaderOptions Several = new() { AllowMultipleValues = true, MaxDepth = MaximumDepth };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MaximumDepth };

    /// <summary>Adds the containers of all objects; gives how many objects there were, and what the last list says is to come (<c>continue</c>).</summary>
    /// <exception cref="JsonException">It is not JSON, or has no object of Kubernetes.</exception>
    internal static ClusterPage Read(ReadOnlyMemory<byte> content, List<ClusterImage> images)
    {
        var reader = new Utf8JsonReader(content.Span, Several);
        var count = 0;
        var next = "";
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("an object of Kubernetes was expected");
            }

            count += Top(ref reader, content, images, ref next);
        }

        return new ClusterPage(count, next);
    }

    private static int Top(ref Utf8JsonReader reader, ReadOnlyMemory<byte> content, List<ClusterImage> images, ref string next)
    {
        var begin = (int)reader.TokenStartIndex;
        var items = new List<Range>();
        var isList = false;
        var kind = "";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            var isItems = reader.ValueTextEquals("items"u8);
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (isKind && reader.TokenType == JsonTokenType.String)
            {
                kind = reader.GetString()!;
            }
            else if (isItems && reader.TokenType == JsonTokenType.StartArray)
            {
                isList = true;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    items.Add(from..(int)reader.BytesConsumed);
                }
            }
            else
            {
                reader.Skip();
                next = isMetadata ? Continue(content[start..(int)reader.BytesConsumed]) : next;
            }
        }

        // `items` is a member of lists; an object of another kind may have one too.
        if (!isList || !kind.EndsWith("List", StringComparison.Ordinal))
        {
            items = [begin..(int)reader.BytesConsumed];
            kind = "";
        }

        foreach (var item in items)
        {
            using var document = JsonDocument.Parse(content[item], Strict);
            ClusterObject.Read(document.RootElement, kind.Length > 4 ? kind[..^4] : "", images);
        }

        return items.Count;
    }

    private static string Continue(ReadOnlyMemory<byte> metadata)
    {
        using var document = JsonDocument.Parse(metadata, Strict);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("continue"u8, out var next) ? next.GetString() ?? "" : "";
    }
}

/// <summary>What was read.</summary>
/// <param name="Objects">How many objects.</param>
/// <param name="Next">What asks for the next page; empty at the end.</param>
internal sealed record ClusterPage(int Objects, string Next);
