using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// OpenVEX 0.0.1 and 0.2.0. Vulnerabilities and products may be texts (0.0.1) or objects (0.2.0), whatever the context says: documents of the field mix the two. As the specification asks, "not affected" needs a justification or
/// an impact statement, and "affected" an action statement.
/// </summary>
internal static class OpenVex
{
    private const string Context = "https://openvex.dev/ns";

    /// <summary>The version of the format; throws for one that is not known.</summary>
    internal static string Version(DocumentNode root) =>
        root.Text("@context") switch
        {
            Context or Context + "/v0.0.1" => "0.0.1",
            Context + "/v0.2.0" => "0.2.0",
            var other => throw new EvidenceException(
                EvidenceProblem.UnknownFormat, root.Document, $"@context is `{VexTranslation.Cut(other)}`; OpenVEX is read in the versions 0.0.1 ({Context}) and 0.2.0 ({Context}/v0.2.0)"),
        };

    /// <summary>The statements, in the order of the document.</summary>
    internal static IReadOnlyList<VexStatement> Statements(DocumentNode root)
    {
        var author = root.Text("author");
        var at = root.Instant("last_updated") ?? root.Instant("timestamp");
        var statements = new List<VexStatement>();
        foreach (var node in root.Items("statements"))
        {
            statements.Add(Statement(node, author, at));
        }

        return statements;
    }

    private static VexStatement Statement(DocumentNode node, string author, DateTimeOffset? at)
    {
        var subcomponents = Products(node, "subcomponents");
        var products = Products(node, "products");
        if (products.Count == 0)
        {
            throw node.Wrong("has no products; what it is about cannot be told");
        }

        if (subcomponents.Count > 0)
        {
            products = products.ConvertAll(p => p with { Subcomponents = [.. p.Subcomponents, .. subcomponents] });
        }

        var status = Status(node.Require("status"));
        return new VexStatement
        {
            Document = node.Document,
            Author = author,
            At = node.Instant("last_updated") ?? node.Instant("timestamp") ?? at,
            Vulnerabilities = Vulnerabilities(node.Require("vulnerability")),
            Products = products,
            Status = status,
            Justification = Justification(node, status),
            Statement = VexTranslation.Cut(node.Text(status == VexStatus.Affected ? "action_statement" : "impact_statement") is { Length: > 0 } text ? text : node.Text("status_notes")),
        };
    }

    private static VexStatus Status(DocumentNode status) =>
        status.AsText() switch
        {
            "not_affected" => VexStatus.NotAffected,
            "affected" => VexStatus.Affected,
            "fixed" => VexStatus.Fixed,
            "under_investigation" => VexStatus.UnderInvestigation,
            var other => throw status.Wrong($"is `{VexTranslation.Cut(other)}`; it is one of not_affected, affected, fixed, under_investigation"),
        };

    private static string Justification(DocumentNode node, VexStatus status)
    {
        var justification = node.Text("justification");
        if (justification.Length > 0 && !VexTranslation.IsJustification(justification))
        {
            throw node.Wrong($"has the justification `{VexTranslation.Cut(justification)}`, which is none of OpenVEX");
        }

        if (status == VexStatus.NotAffected && justification.Length == 0 && string.IsNullOrWhiteSpace(node.Text("impact_statement")))
        {
            throw node.Wrong("says not_affected without `justification` and without `impact_statement`");
        }

        if (status == VexStatus.Affected && string.IsNullOrWhiteSpace(node.Text("action_statement")))
        {
            throw node.Wrong("says affected without `action_statement`");
        }

        return status == VexStatus.NotAffected ? justification : "";
    }

    private static List<string> Vulnerabilities(DocumentNode node)
    {
        var ids = new List<string>();
        if (node.IsText)
        {
            ids.Add(node.AsText());
        }
        else
        {
            var id = node.Text("@id");
            ids.Add(node.Text("name") is { Length: > 0 } name ? name : id.Contains("://", StringComparison.Ordinal) ? "" : id);
            ids.AddRange(node.Items("aliases").Select(a => a.AsText()));
        }

        ids.RemoveAll(string.IsNullOrWhiteSpace);
        return ids.Count > 0 ? ids.Distinct(StringComparer.Ordinal).ToList() : throw node.Wrong("names no vulnerability");
    }

    private static List<VexProduct> Products(DocumentNode node, string member) => [.. node.Items(member).Select(p => Product(p))];

    private static VexProduct Product(DocumentNode node)
    {
        if (node.IsText)
        {
            return VexProducts.Of(node.AsText(), "", []) ?? throw node.Wrong("is empty");
        }

        var identifiers = node["identifiers"];
        var digests = new List<Digest>();
        foreach (var (algorithm, value) in node["hashes"]?.Members() ?? [])
        {
            VexProducts.AddHash(digests, algorithm, value);
        }

        var names = new[] { node.Text("@id"), identifiers?.Text("purl") ?? "", identifiers?.Text("cpe23") ?? "", identifiers?.Text("cpe22") ?? "" };
        var product = VexProducts.Of(names.FirstOrDefault(n => n.Length > 0) ?? "", names[1], digests) ?? throw node.Wrong("has no `@id`, no identifiers and no hashes");
        return product with { Subcomponents = Products(node, "subcomponents") };
    }
}
