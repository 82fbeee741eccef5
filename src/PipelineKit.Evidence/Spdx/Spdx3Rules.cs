using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>The rules of SPDX 3.0 for JSON-LD that every tool relies on: context, identifiers, creation information, and references. Members of single classes are not checked against the model.</summary>
internal sealed class Spdx3Rules(SpdxErrors errors)
{
    private readonly Dictionary<string, JsonElement> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _imported = new(StringComparer.Ordinal);

    /// <summary>Checks; the version is that of the document's creation information.</summary>
    public string Check(JsonElement root)
    {
        if (errors.Text(root, "", "@context", isRequired: true) is { } context && !context.StartsWith("https://spdx.org/rdf/3.0", StringComparison.Ordinal))
        {
            errors.Add("/@context", "const", "is not the context of SPDX 3.0, https://spdx.org/rdf/3.0.1/spdx-context.jsonld");
        }

        var graph = errors.Items(root, "", "@graph", isRequired: true);
        foreach (var (element, path) in graph)
        {
            Register(element, path);
        }

        var version = "";
        var documents = 0;
        foreach (var (element, path) in graph)
        {
            var type = Type(element);
            switch (type)
            {
                case "CreationInfo":
                    var specification = errors.Text(element, path, "specVersion", isRequired: true) ?? "";
                    version = version.Length == 0 ? specification : version;
                    Creation(element, path, specification);
                    break;
                case "SpdxDocument":
                    documents++;
                    References(element, path, "rootElement", isRequired: true);
                    break;
                case "software_Package" or "software_File" or "software_Snippet" or "ai_AIPackage" or "dataset_DatasetPackage":
                    errors.Text(element, path, "name", isRequired: type != "software_Snippet");
                    break;
                default:
                    Relationship(element, path, type);
                    break;
            }

            if (element.TryGetProperty("spdxId", out _))
            {
                References(element, path, "creationInfo", isRequired: true);
            }
        }

        if (documents != 1)
        {
            errors.Add("/@graph", "contains", $"has {documents} elements of type SpdxDocument; there is exactly one");
        }

        return version;
    }

    private void Register(JsonElement element, string path)
    {
        if (Type(element).Length == 0)
        {
            errors.Add(path, "required", "has no `type`, which is required");
        }

        var member = element.TryGetProperty("spdxId", out _) ? "spdxId" : "@id";
        if (errors.Text(element, path, member, isRequired: member == "spdxId") is { Length: > 0 } id)
        {
            if (!_ids.TryAdd(id, element))
            {
                errors.Add($"{path}/{member}", "uniqueItems", $"is `{id}`, as another one is");
            }

            if (member == "spdxId" && !Uri.TryCreate(id, UriKind.Absolute, out _))
            {
                errors.Add($"{path}/{member}", "format", "is no absolute IRI");
            }
        }

        foreach (var (map, _) in Type(element) == "SpdxDocument" ? errors.Items(element, path, "import") : [])
        {
            _imported.Add(map.TryGetProperty("externalSpdxId", out var value) && value.ValueKind == JsonValueKind.String ? SpdxErrors.TextOf(value) ?? "" : "");
        }
    }

    private void Creation(JsonElement element, string path, string specification)
    {
        if (!specification.StartsWith("3.0", StringComparison.Ordinal))
        {
            errors.Add(path + "/specVersion", "const", $"is `{specification}`; the version that can be validated is 3.0");
        }

        errors.Time(errors.Text(element, path, "created", isRequired: true), path + "/created");
        References(element, path, "createdBy", isRequired: true);
        References(element, path, "createdUsing", isRequired: false);
    }

    private void Relationship(JsonElement element, string path, string type)
    {
        if (type.EndsWith("Relationship", StringComparison.Ordinal))
        {
            errors.Text(element, path, "relationshipType", isRequired: true);
            References(element, path, "from", isRequired: true);
            References(element, path, "to", isRequired: true);
        }
    }

    private static string Type(JsonElement element) =>
        (element.TryGetProperty("type", out var type) || element.TryGetProperty("@type", out type)) && type.ValueKind == JsonValueKind.String ? SpdxErrors.TextOf(type) ?? "" : "";

    /// <summary>Whether what a member refers to (one text, an array of texts, or elements inline) is there: in the document, imported, or defined by SPDX itself.</summary>
    private void References(JsonElement element, string path, string member, bool isRequired)
    {
        if (!element.TryGetProperty(member, out var value))
        {
            if (isRequired)
            {
                errors.Add(path, "required", $"has no `{member}`, which is required");
            }

            return;
        }

        var place = $"{path}/{member}";
        if (value.ValueKind != JsonValueKind.Array)
        {
            Reference(value, place);
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Reference(item, $"{place}/{index++}");
        }

        if (isRequired && index == 0)
        {
            errors.Add(place, "minItems", "is empty; at least one is required");
        }
    }

    private void Reference(JsonElement value, string path)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, "type", "is no reference: a text, or an element");
            return;
        }

        var id = SpdxErrors.TextOf(value) ?? "";
        if (!_ids.ContainsKey(id) && !_imported.Contains(id) && !id.StartsWith("https://spdx.org/", StringComparison.Ordinal) && !id.StartsWith("http://spdx.org/", StringComparison.Ordinal)
            && id is not ("NoAssertionElement" or "NoneElement"))
        {
            errors.Add(path, "reference", $"is `{id}`, which is neither in the document nor imported");
        }
    }
}
