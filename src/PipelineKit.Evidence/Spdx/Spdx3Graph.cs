namespace PipelineKit.Evidence;

/// <summary>The elements of an SPDX 3 document by their identifiers, in order.</summary>
internal sealed class Spdx3Graph
{
    private readonly Dictionary<string, DocumentNode> _byId = new(StringComparer.Ordinal);

    public Spdx3Graph(DocumentNode root, int limit)
    {
        foreach (var node in root.Items("@graph"))
        {
            var id = Id(node);
            if (id.Length > 0)
            {
                _byId.TryAdd(id, node);
            }

            Elements.Add(node);
            if (Elements.Count > limit)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, root.Document, $"has more than the {limit} elements that are read");
            }
        }
    }

    /// <summary>All of them.</summary>
    public List<DocumentNode> Elements { get; } = [];

    /// <summary>The first with that identifier; null when it is not in the document.</summary>
    public DocumentNode? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The identifier of an element; empty without one.</summary>
    public static string Id(DocumentNode node) => node.Text("spdxId") is { Length: > 0 } id ? id : node.Text("@id");

    /// <summary>The type of an element; empty without one.</summary>
    public static string Type(DocumentNode node) => node.Text("type") is { Length: > 0 } type ? type : node.Text("@type");

    /// <summary>The identifiers a member refers to: one text, or an array of them.</summary>
    public static List<string> References(DocumentNode node, string member)
    {
        var references = new List<string>();
        if (node[member] is not { } value)
        {
            return references;
        }

        if (value.IsText)
        {
            references.Add(value.AsText());
            return references;
        }

        foreach (var item in node.Items(member))
        {
            references.Add(item.IsText ? item.AsText() : Id(item));
        }

        return references;
    }

    /// <summary>The creation information of an element: inline, or referred to; null without one.</summary>
    public DocumentNode? Creation(DocumentNode node) => node["creationInfo"] is not { } value ? null : value.IsText ? Find(value.AsText()) : value;

    /// <summary>Names of agents or tools that a member refers to.</summary>
    public List<string> Names(DocumentNode node, string member)
    {
        var names = new List<string>();
        foreach (var reference in References(node, member))
        {
            var name = Find(reference)?.Text("name") is { Length: > 0 } text ? text : SpdxWords.Said(reference[(reference.LastIndexOf('/') + 1)..]);
            if (name.Length > 0 && name is not ("NoAssertionElement" or "NoneElement"))
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Addresses of agents that a member refers to: electronic mail, and links.</summary>
    public List<string> Contacts(DocumentNode node, string member)
    {
        var contacts = new List<string>();
        foreach (var reference in References(node, member))
        {
            foreach (var identifier in Find(reference)?.Items("externalIdentifier") ?? [])
            {
                if (identifier.Text("externalIdentifierType") is "email" or "urlScheme")
                {
                    contacts.Add(identifier.Text("identifier"));
                }
            }
        }

        return contacts;
    }
}
