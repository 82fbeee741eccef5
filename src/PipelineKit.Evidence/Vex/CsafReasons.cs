namespace PipelineKit.Evidence;

/// <summary>Why a product has its status: a justification, words, or neither.</summary>
/// <param name="Justification">In OpenVEX words; empty without one.</param>
/// <param name="Statement">In the words of the author; may be empty.</param>
internal sealed record CsafReason(string Justification, string Statement)
{
    internal static CsafReason None { get; } = new("", "");
}

/// <summary>The reasons of one vulnerability by product: <c>flags</c>, the impact among <c>threats</c>, and for affected products <c>remediations</c> (CSAF 2.0, sections 3.2.3.5, 3.2.3.12 and 3.2.3.14).</summary>
internal sealed class CsafReasons
{
    private readonly CsafProducts _products;
    private readonly Dictionary<string, string> _flags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _impacts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _actions = new(StringComparer.Ordinal);

    internal CsafReasons(DocumentNode vulnerability, CsafProducts products)
    {
        _products = products;
        foreach (var flag in vulnerability.Items("flags"))
        {
            var label = flag.Require("label");
            Add(_flags, flag, VexTranslation.IsJustification(label.AsText()) ? label.AsText() : throw label.Wrong("is none of the labels of CSAF 2.0"));
        }

        foreach (var threat in vulnerability.Items("threats").Where(t => t.Text("category") == "impact"))
        {
            Add(_impacts, threat, VexTranslation.Cut(threat.Text("details")));
        }

        foreach (var remediation in vulnerability.Items("remediations"))
        {
            Add(_actions, remediation, VexTranslation.Cut(remediation.Text("details")));
        }
    }

    /// <summary>The products of one status, by reason, in the order of the document.</summary>
    internal IEnumerable<(CsafReason Reason, IReadOnlyList<VexProduct> Products)> Group(IReadOnlyList<DocumentNode> ids, VexStatus status)
    {
        var groups = new Dictionary<CsafReason, List<VexProduct>>();
        foreach (var id in ids.Select(i => i.AsText()).Distinct(StringComparer.Ordinal))
        {
            var reason = status switch
            {
                VexStatus.NotAffected => new CsafReason(Find(_flags, id), Find(_impacts, id)),
                VexStatus.Affected => new CsafReason("", Find(_actions, id)),
                _ => CsafReason.None,
            };
            if (!groups.TryGetValue(reason, out var products))
            {
                groups.Add(reason, products = []);
            }

            products.Add(_products.Product(id));
        }

        return groups.Select(g => (g.Key, (IReadOnlyList<VexProduct>)g.Value));
    }

    // "" is every product.
    private static string Find(Dictionary<string, string> map, string id) => map.GetValueOrDefault(id) ?? map.GetValueOrDefault("") ?? "";

    private void Add(Dictionary<string, string> map, DocumentNode node, string text)
    {
        foreach (var id in _products.About(node) ?? [""])
        {
            map.TryAdd(id, text);
        }
    }
}
