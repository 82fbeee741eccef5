using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>The product tree of a CSAF document (CSAF 2.0, section 3.2.2): what product identifiers stand for.</summary>
internal sealed class CsafProducts
{
    private const int DeepestRelationship = 8;
    private readonly Dictionary<string, DocumentNode> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DocumentNode> _relationships = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VexProduct> _known = new(StringComparer.Ordinal);

    internal CsafProducts(DocumentNode? tree)
    {
        if (tree is null)
        {
            return;
        }

        foreach (var product in tree.Items("full_product_names"))
        {
            Add(_names, product, product);
        }

        AddBranches(tree.Items("branches"));
        foreach (var relationship in tree.Items("relationships"))
        {
            Add(_relationships, relationship.Require("full_product_name"), relationship);
        }

        foreach (var group in tree.Items("product_groups"))
        {
            _groups[group.Require("group_id").AsText()] = [.. group.Items("product_ids").Select(id => id.AsText())];
        }
    }

    /// <summary>The product with this identifier. One the tree does not have is itself, which nothing will match.</summary>
    internal VexProduct Product(string id) => Product(id, 0);

    /// <summary>The identifiers a flag, threat or remediation is about; null when it says none, and so means all.</summary>
    internal IReadOnlyList<string>? About(DocumentNode node)
    {
        var ids = node.Items("product_ids").Select(id => id.AsText()).ToList();
        foreach (var group in node.Items("group_ids").Select(id => id.AsText()))
        {
            ids.AddRange(_groups.GetValueOrDefault(group) ?? []);
        }

        return ids.Count == 0 && node["product_ids"] is null && node["group_ids"] is null ? null : ids;
    }

    private void AddBranches(IReadOnlyList<DocumentNode> branches)
    {
        foreach (var branch in branches)
        {
            if (branch["product"] is { } product)
            {
                Add(_names, product, product);
            }

            AddBranches(branch.Items("branches"));
        }
    }

    private void Add(Dictionary<string, DocumentNode> map, DocumentNode product, DocumentNode value)
    {
        var id = product.Require("product_id");
        if (_names.ContainsKey(id.AsText()) || !map.TryAdd(id.AsText(), value))
        {
            throw id.Wrong($"is `{VexTranslation.Cut(id.AsText())}`, which another product has already");
        }
    }

    private VexProduct Product(string id, int depth)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        var product = _names.TryGetValue(id, out var name) ? Named(name)
            : _relationships.TryGetValue(id, out var relationship) ? Related(relationship, depth)
            : new VexProduct(id, null, [], []);
        _known[id] = product;
        return product;
    }

    private VexProduct Related(DocumentNode relationship, int depth)
    {
        if (depth >= DeepestRelationship)
        {
            throw TooDeep(relationship);
        }

        var part = Product(relationship.Require("product_reference").AsText(), depth + 1);
        var whole = Product(relationship.Require("relates_to_product_reference").AsText(), depth + 1);
        return Height(whole) + Height(part) <= DeepestRelationship ? VexProducts.WithPart(whole, part) : throw TooDeep(relationship);
    }

    private static EvidenceException TooDeep(DocumentNode relationship) =>
        relationship.Wrong($"is nested deeper than {DeepestRelationship} relationships, or is part of itself");

    private static int Height(VexProduct product) => 1 + product.Subcomponents.Select(Height).DefaultIfEmpty().Max();

    private static VexProduct Named(DocumentNode product)
    {
        var helper = product["product_identification_helper"];
        var digests = new List<Digest>();
        foreach (var hash in (helper?.Items("hashes") ?? []).SelectMany(h => h.Items("file_hashes")))
        {
            VexProducts.AddHash(digests, hash.Text("algorithm"), hash.Require("value"));
        }

        var purl = helper?.Text("purl") ?? "";
        var names = new[] { purl, helper?.Text("cpe") ?? "", product.Text("name"), product.Text("product_id") };
        return VexProducts.Of(names.First(n => n.Length > 0), purl, digests)!;
    }
}
