namespace PipelineKit.Evidence;

/// <summary>Reads SPDX 3.0 JSON-LD: packages with their relationships, and what the security profile says about them as VEX.</summary>
internal static class Spdx3Json
{
    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        using var document = input.ReadDocument();
        var root = new DocumentNode(document.RootElement, "", input.Name);
        var graph = new Spdx3Graph(root, input.Limits.Items);
        var header = graph.Elements.Find(e => Spdx3Graph.Type(e) == "SpdxDocument") ?? throw root.Wrong("has no element of type SpdxDocument in `@graph`");
        var creation = graph.Creation(header) ?? throw header.Wrong("has no `creationInfo` that is in the document");
        var version = creation.Require("specVersion").AsText();
        if (!version.StartsWith("3.0", StringComparison.Ordinal))
        {
            throw new EvidenceException(EvidenceProblem.UnknownFormat, input.Name, $"specVersion is `{version}`; SPDX 3.0 is read");
        }

        return new EvidenceParts { FormatVersion = version, Bom = Assemble(graph, header, creation), Vex = Spdx3Vex.Read(graph) };
    }

    private static Bom Assemble(Spdx3Graph graph, DocumentNode header, DocumentNode creation)
    {
        var packages = new Dictionary<string, BomComponent>(StringComparer.Ordinal);
        foreach (var element in graph.Elements)
        {
            if (Spdx3Package.Is(element) && !packages.TryAdd(Spdx3Graph.Id(element), Spdx3Package.Read(graph, element)))
            {
                throw element.Wrong($"has the identifier `{Spdx3Graph.Id(element)}` of another package");
            }
        }

        var relations = new Spdx3Relations(graph, packages);
        relations.ReadAll();
        var subject = Subject(graph, header, packages);
        var components = new List<BomComponent>();
        foreach (var package in packages.Values)
        {
            if (package != subject)
            {
                components.Add(package);
            }
        }

        var tools = new List<BomTool>();
        foreach (var name in graph.Names(creation, "createdUsing"))
        {
            tools.Add(SpdxWords.Tool(name));
        }

        return new Bom
        {
            Serial = Spdx3Graph.Id(header),
            Created = creation.Instant("created"),
            Authors = graph.Names(creation, "createdBy"),
            Contacts = graph.Contacts(creation, "createdBy"),
            Tools = tools,
            Subject = subject,
            Components = components,
            Dependencies = relations.Dependencies.Of(packages.Values),
            Completeness = relations.Completeness,
            SubjectDigests = subject is null ? [] : SpdxSubject.Digests(subject, []),
            Platform = subject is null ? null : SpdxSubject.Platform(subject),
        };
    }

    /// <summary>The one package among the roots of the document, or of the bills of materials that are its roots.</summary>
    private static BomComponent? Subject(Spdx3Graph graph, DocumentNode header, Dictionary<string, BomComponent> packages)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var root in Spdx3Graph.References(header, "rootElement"))
        {
            found.Add(root);
            if (graph.Find(root) is { } element && (Spdx3Graph.Type(element) is "software_Sbom" or "Bom" or "Bundle"))
            {
                found.UnionWith(Spdx3Graph.References(element, "rootElement"));
            }
        }

        found.RemoveWhere(r => !packages.ContainsKey(r));
        return found.Count == 1 ? packages[found.First()] : null;
    }
}
