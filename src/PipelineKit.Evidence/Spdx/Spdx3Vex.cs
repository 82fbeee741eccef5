using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The VEX relationships of SPDX 3's security profile as statements.</summary>
internal static class Spdx3Vex
{
    public static List<VexStatement> Read(Spdx3Graph graph)
    {
        var statements = new List<VexStatement>();
        foreach (var element in graph.Elements)
        {
            if (Status(Spdx3Graph.Type(element)) is { } status)
            {
                statements.Add(Statement(graph, element, status));
            }
        }

        return statements;
    }

    private static VexStatus? Status(string type) => type switch
    {
        "security_VexAffectedVulnAssessmentRelationship" => VexStatus.Affected,
        "security_VexFixedVulnAssessmentRelationship" => VexStatus.Fixed,
        "security_VexNotAffectedVulnAssessmentRelationship" => VexStatus.NotAffected,
        "security_VexUnderInvestigationVulnAssessmentRelationship" => VexStatus.UnderInvestigation,
        _ => null,
    };

    private static VexStatement Statement(Spdx3Graph graph, DocumentNode element, VexStatus status)
    {
        var justification = Snake(element.Text("security_justificationType"));
        var impact = element.Text("security_impactStatement");
        if (status == VexStatus.NotAffected && justification.Length == 0 && impact.Length == 0)
        {
            throw element.Wrong("says not affected and has neither `security_justificationType` nor `security_impactStatement`");
        }

        var creation = graph.Creation(element);
        var authors = creation is null ? [] : graph.Names(creation, "createdBy");
        return new VexStatement
        {
            Document = element.Document,
            Author = authors.Count > 0 ? authors[0] : "",
            At = element.Instant("security_modifiedTime") ?? element.Instant("security_publishedTime") ?? creation?.Instant("created"),
            Vulnerabilities = Vulnerabilities(graph, element.Require("from").AsText()),
            Products = Products(graph, element),
            Status = status,
            Justification = justification,
            Statement = impact.Length > 0 ? impact : element.Text("security_actionStatement") is { Length: > 0 } action ? action : element.Text("security_statusNotes"),
        };
    }

    /// <summary>The name of the vulnerability and its identifiers; the end of its IRI when it has neither.</summary>
    private static List<string> Vulnerabilities(Spdx3Graph graph, string id)
    {
        var names = new List<string>();
        var vulnerability = graph.Find(id);
        Add(vulnerability?.Text("name") ?? "");
        foreach (var identifier in vulnerability?.Items("externalIdentifier") ?? [])
        {
            Add(identifier.Text("identifier"));
        }

        if (names.Count == 0)
        {
            Add(id[(id.LastIndexOfAny(['/', '#', ':']) + 1)..]);
        }

        return names;

        void Add(string name)
        {
            if (name.Length > 0 && !names.Contains(name))
            {
                names.Add(name);
            }
        }
    }

    private static List<VexProduct> Products(Spdx3Graph graph, DocumentNode element)
    {
        var part = element.Text("security_assessedElement") is { Length: > 0 } assessed ? Product(graph, assessed) : null;
        var products = new List<VexProduct>();
        foreach (var id in Spdx3Graph.References(element, "to"))
        {
            if (Product(graph, id) is { } product)
            {
                products.Add(part is null || part.Identifier == product.Identifier ? product : VexProducts.WithPart(product, part));
            }
        }

        return products.Count > 0 ? products : throw element.Wrong("has no product in `to`");
    }

    private static VexProduct? Product(Spdx3Graph graph, string id)
    {
        if (graph.Find(id) is not { } element || !Spdx3Package.Is(element))
        {
            return VexProducts.Of(id, "", []);
        }

        var component = Spdx3Package.Read(graph, element);
        return VexProducts.Of(component.Package.Purl ?? id, component.Package.Purl ?? "", SpdxSubject.Digests(component, []));
    }

    /// <summary><c>vulnerableCodeNotPresent</c> as OpenVEX writes it, <c>vulnerable_code_not_present</c>.</summary>
    private static string Snake(string word)
    {
        var text = new StringBuilder();
        foreach (var c in word)
        {
            text.Append(char.IsAsciiLetterUpper(c) ? "_" : "").Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
