namespace PipelineKit.Evidence;

/// <summary>Reads SPDX 2.2 and 2.3 JSON: its packages. Files are no components; those a package contains are its paths.</summary>
internal static class Spdx2Json
{
    private const string DocumentId = "SPDXRef-DOCUMENT";

    /// <summary>Reads a document; see <see cref="EvidenceParts"/>.</summary>
    internal static EvidenceParts Read(JsonInput input)
    {
        using var document = input.ReadDocument();
        var root = new DocumentNode(document.RootElement, "", input.Name);
        var version = root.Require("spdxVersion").AsText();
        if (version is not ("SPDX-2.2" or "SPDX-2.3"))
        {
            throw new EvidenceException(EvidenceProblem.UnknownFormat, input.Name, $"spdxVersion is `{version}`; SPDX-2.2 and SPDX-2.3 are read");
        }

        var packages = Packages(root, input);
        var graph = new SpdxGraph();
        var described = new List<string>();
        foreach (var name in root.Items("documentDescribes"))
        {
            described.Add(name.AsText());
        }

        Relate(root, packages, graph, described);
        return new EvidenceParts { FormatVersion = version, Bom = Assemble(root, packages, graph, described) };
    }

    private static Dictionary<string, Spdx2Package> Packages(DocumentNode root, JsonInput input)
    {
        var packages = new Dictionary<string, Spdx2Package>(StringComparer.Ordinal);
        foreach (var node in root.Items("packages"))
        {
            var package = Spdx2Package.Read(node);
            if (!packages.TryAdd(package.Component.Reference, package))
            {
                throw node.Wrong($"has the SPDXID `{package.Component.Reference}` of another package");
            }

            if (packages.Count > input.Limits.Items)
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, input.Name, $"has more than the {input.Limits.Items} packages that are read");
            }
        }

        return packages;
    }

    private static void Relate(DocumentNode root, Dictionary<string, Spdx2Package> packages, SpdxGraph graph, List<string> described)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in root.Items("files"))
        {
            files[file.Require("SPDXID").AsText()] = file.Require("fileName").AsText();
        }

        foreach (var relationship in root.Items("relationships"))
        {
            var from = relationship.Require("spdxElementId").AsText();
            var to = relationship.Require("relatedSpdxElement").AsText();
            var kind = relationship.Require("relationshipType").AsText();
            if (IsBackwards(kind))
            {
                (from, to) = (to, from);
            }

            if (from == DocumentId && (kind is "DESCRIBES" or "DESCRIBED_BY"))
            {
                described.Add(to);
            }
            else if (packages.TryGetValue(from, out var package) && IsDependency(kind))
            {
                if (packages.ContainsKey(to))
                {
                    graph.Add(from, to);
                }
                else if (files.TryGetValue(to, out var path) && package.Paths.Count < 1000)
                {
                    package.Paths.Add(path.StartsWith("./", StringComparison.Ordinal) ? path[1..] : path);
                }
            }
        }
    }

    private static Bom Assemble(DocumentNode root, Dictionary<string, Spdx2Package> packages, SpdxGraph graph, List<string> described)
    {
        var information = root.Require("creationInfo");
        var tools = new List<BomTool>();
        var authors = new List<string>();
        var contacts = new List<string>();
        foreach (var creator in information.Items("creators"))
        {
            var text = creator.AsText();
            if (text.StartsWith("Tool:", StringComparison.Ordinal))
            {
                tools.Add(SpdxWords.Tool(SpdxWords.Agent(text)));
            }
            else if (SpdxWords.Agent(text, out var contact) is { Length: > 0 } author)
            {
                authors.Add(author);
                contacts.AddRange(contact.Length > 0 ? [contact] : []);
            }
        }

        var subject = Subject(packages, described);
        var components = new List<BomComponent>();
        var all = new List<BomComponent>();
        foreach (var package in packages.Values)
        {
            var component = package.Component with { Paths = package.Paths };
            all.Add(component);
            if (package != subject)
            {
                components.Add(component);
            }
        }

        return new Bom
        {
            Serial = root.Text("documentNamespace"),
            Created = information.Instant("created"),
            Authors = authors,
            Contacts = contacts,
            Tools = tools,
            Subject = subject?.Component,
            Components = components,
            Dependencies = graph.Of(all),
            SubjectDigests = subject is null ? [] : SpdxSubject.Digests(subject.Component, subject.Notes),
            Platform = subject is null ? null : SpdxSubject.Platform(subject.Component),
        };
    }

    /// <summary>The one package that is described; of several, the one container.</summary>
    private static Spdx2Package? Subject(Dictionary<string, Spdx2Package> packages, List<string> described)
    {
        var found = new List<Spdx2Package>();
        foreach (var name in described)
        {
            if (packages.TryGetValue(name, out var package) && !found.Contains(package))
            {
                found.Add(package);
            }
        }

        var containers = found.FindAll(p => p.Component.Type == "container");
        return found.Count == 1 ? found[0] : containers.Count == 1 ? containers[0] : null;
    }

    private static bool IsDependency(string kind) =>
        kind is "DEPENDS_ON" or "CONTAINS" or "CONTAINED_BY" or "DYNAMIC_LINK" or "STATIC_LINK" or "HAS_PREREQUISITE" or "PREREQUISITE_FOR" or "PACKAGE_OF" or "OPTIONAL_COMPONENT_OF"
        || kind.EndsWith("DEPENDENCY_OF", StringComparison.Ordinal);

    private static bool IsBackwards(string kind) =>
        kind is "DESCRIBED_BY" or "CONTAINED_BY" or "PREREQUISITE_FOR" or "PACKAGE_OF" or "OPTIONAL_COMPONENT_OF" || kind.EndsWith("DEPENDENCY_OF", StringComparison.Ordinal);
}
