using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>A value of a small document that knows where it is, so that what is wrong with it can be said.</summary>
/// <param name="element">The value.</param>
/// <param name="path">Its members from the root: <c>statements[2].status</c>; empty for the root.</param>
/// <param name="document">The document.</param>
internal sealed class DocumentNode(JsonElement element, string path, string document)
{
    /// <summary>The document it is in.</summary>
    internal string Document => document;

    internal bool IsObject => element.ValueKind == JsonValueKind.Object;

    internal bool IsText => element.ValueKind == JsonValueKind.String;

    /// <summary>The member of this object; null when it is not there or null.</summary>
    internal DocumentNode? this[string name]
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                throw Wrong("is not an object");
            }

            return element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new DocumentNode(member, Below(name), document) : null;
        }
    }

    /// <summary>A member that must be there.</summary>
    internal DocumentNode Require(string name) => this[name] ?? throw Wrong($"has no `{name}`");

    /// <summary>The text of a member; empty when it is not there.</summary>
    internal string Text(string name) => this[name]?.AsText() ?? "";

    /// <summary>This text.</summary>
    internal string AsText()
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong("is not text");
        }
        catch (InvalidOperationException)
        {
            // This is how half of a surrogate pair, or what is no UTF-8, is reported.
            throw Wrong("is text that cannot be read");
        }
    }

    /// <summary>The instant of a member; null when it is not there.</summary>
    internal DateTimeOffset? Instant(string name) =>
        this[name] is not { } member ? null
        : Instants.TryParse(member.AsText(), out var instant) ? instant
        : throw member.Wrong("is no time of RFC 3339");

    /// <summary>The elements of a member that is an array; none when it is not there.</summary>
    internal IReadOnlyList<DocumentNode> Items(string name) => this[name]?.Items() ?? [];

    /// <summary>The members of this object with their names.</summary>
    internal IEnumerable<(string Name, DocumentNode Value)> Members() =>
        element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().Select(m => (m.Name, new DocumentNode(m.Value, Below(m.Name), document)))
            : throw Wrong("is not an object");

    /// <summary>It is not what the format allows.</summary>
    internal EvidenceException Wrong(string what) => new(EvidenceProblem.Damaged, document, path.Length == 0 ? "the document " + what : $"{path} {what}");

    private DocumentNode[] Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong("is not an array");
        }

        var items = new DocumentNode[element.GetArrayLength()];
        var i = 0;
        foreach (var item in element.EnumerateArray())
        {
            items[i] = new DocumentNode(item, $"{path}[{i}]", document);
            i++;
        }

        return items;
    }

    private string Below(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
