namespace PipelineKit.Evidence;

/// <summary>Reads packages of SPDX 3 (<c>software_Package</c> and what derives from it).</summary>
internal static class Spdx3Package
{
    /// <summary>Whether an element is a package.</summary>
    public static bool Is(DocumentNode node) => Spdx3Graph.Type(node) is "software_Package" or "ai_AIPackage" or "dataset_DatasetPackage";

    /// <summary>Reads it, without what relationships say about it.</summary>
    public static BomComponent Read(Spdx3Graph graph, DocumentNode node)
    {
        var purls = new List<string>();
        if (node.Text("software_packageUrl") is { Length: > 0 } url)
        {
            purls.Add(url);
        }

        string? cpe = null;
        foreach (var identifier in node.Items("externalIdentifier"))
        {
            var kind = identifier.Text("externalIdentifierType");
            if (kind.Equals("packageUrl", StringComparison.OrdinalIgnoreCase))
            {
                purls.Add(identifier.Text("identifier"));
            }
            else if (kind == "cpe23")
            {
                cpe ??= identifier.Text("identifier");
            }
        }

        var supplier = graph.Names(node, "suppliedBy");
        var purposes = Spdx3Graph.References(node, "software_additionalPurpose");
        var purpose = node.Text("software_primaryPurpose");
        return new BomComponent
        {
            Reference = Spdx3Graph.Id(node),
            Type = SpdxWords.ComponentType(purpose),
            Package = SpdxSubject.Package(node.Require("name").AsText(), SpdxWords.Said(node.Text("software_packageVersion")), purls),
            Supplier = supplier.Count > 0 ? supplier[0] : "",
            Hashes = Hashes(node),
            Cpe = cpe,
            Properties = Properties(purpose, purposes),
        };
    }

    /// <summary>The hashes of an element; other ways to verify it are left out.</summary>
    public static List<BomHash> Hashes(DocumentNode node)
    {
        var hashes = new List<BomHash>();
        foreach (var method in node.Items("verifiedUsing"))
        {
            if (Spdx3Graph.Type(method) == "Hash" && SpdxWords.Algorithm(method.Text("algorithm")) is { } algorithm)
            {
                hashes.Add(new BomHash(algorithm, method.Require("hashValue").AsText().ToLowerInvariant()));
            }
        }

        return hashes;
    }

    /// <summary>What the purposes say in the properties BSI asks for; SPDX says only what something is, never what it is not.</summary>
    private static List<(string Name, string Value)> Properties(string purpose, List<string> purposes)
    {
        var properties = new List<(string, string)>();
        foreach (var word in purposes.Append(purpose))
        {
            (string Name, string Value)? property = word switch
            {
                "executable" => (BomProperties.Executable, "executable"),
                "archive" => (BomProperties.Archive, "archive"),
                "container" => (BomProperties.Structured, "structured"),
                "firmware" => (BomProperties.Structured, "unstructured"),
                _ => null,
            };
            if (property is { } found && !properties.Contains(found))
            {
                properties.Add(found);
            }
        }

        return properties;
    }
}
