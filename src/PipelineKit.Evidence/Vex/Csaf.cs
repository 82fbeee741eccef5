namespace PipelineKit.Evidence;

/// <summary>
/// CSAF 2.0 (OASIS Common Security Advisory Framework), profile VEX and the security advisories that say the same in the same place: for every vulnerability, which products have which status. The author is the namespace of the
/// publisher, the time that of the current release: a document stands as a whole for what its author says then.
/// </summary>
internal static class Csaf
{
    // Section 3.2.3.9; `recommended` says nothing about a product being affected.
    private static readonly string[] StatusNames =
        ["known_not_affected", "fixed", "first_fixed", "known_affected", "first_affected", "last_affected", "under_investigation"];

    private static readonly VexStatus[] StatusOf =
        [VexStatus.NotAffected, VexStatus.Fixed, VexStatus.Fixed, VexStatus.Affected, VexStatus.Affected, VexStatus.Affected, VexStatus.UnderInvestigation];

    /// <summary>The version of the format; throws for one that is not known.</summary>
    internal static string Version(DocumentNode root)
    {
        var version = root.Require("document").Text("csaf_version");
        return version == "2.0" ? version : throw new EvidenceException(EvidenceProblem.UnknownFormat, root.Document, $"document.csaf_version is `{VexTranslation.Cut(version)}`; CSAF is read in version 2.0");
    }

    /// <summary>The statements, in the order of the document: one for each vulnerability, status and reason.</summary>
    /// <param name="root">The document.</param>
    /// <param name="most">The most products of all statements together.</param>
    internal static IReadOnlyList<VexStatement> Statements(DocumentNode root, int most)
    {
        var document = root.Require("document");
        var author = document["publisher"]?.Text("namespace") ?? "";
        var at = document["tracking"]?.Instant("current_release_date");
        var products = new CsafProducts(root["product_tree"]);
        var statements = new List<VexStatement>();
        foreach (var vulnerability in root.Items("vulnerabilities"))
        {
            if (vulnerability["product_status"] is not { } status)
            {
                continue;
            }

            var ids = Identifiers(vulnerability);
            var reasons = new CsafReasons(vulnerability, products);
            for (var i = 0; i < StatusNames.Length; i++)
            {
                foreach (var (reason, about) in reasons.Group(status.Items(StatusNames[i]), StatusOf[i]))
                {
                    most -= about.Count;
                    if (most < 0)
                    {
                        throw new EvidenceException(EvidenceProblem.TooLarge, root.Document, "has statements about more products than are read");
                    }

                    statements.Add(new VexStatement
                    {
                        Document = root.Document,
                        Author = author,
                        At = at,
                        Vulnerabilities = ids,
                        Products = about,
                        Status = StatusOf[i],
                        Justification = reason.Justification,
                        Statement = reason.Statement,
                    });
                }
            }
        }

        return statements;
    }

    // `ids` also has numbers of bug trackers; only what looks like the identifier of a vulnerability is one.
    private static List<string> Identifiers(DocumentNode vulnerability)
    {
        var ids = new List<string>();
        if (vulnerability.Text("cve") is { Length: > 0 } cve)
        {
            ids.Add(cve);
        }

        foreach (var id in vulnerability.Items("ids").Select(i => i.Text("text")))
        {
            if (id.Length is > 4 and <= 64 && char.IsAsciiLetter(id[0]) && id.Contains('-', StringComparison.Ordinal) && !id.Any(char.IsWhiteSpace) && !ids.Contains(id, StringComparer.Ordinal))
            {
                ids.Add(id);
            }
        }

        return ids.Count > 0 ? ids : throw vulnerability.Wrong("has neither `cve` nor an identifier in `ids`");
    }
}
