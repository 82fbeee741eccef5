using PipelineKit.Oci;

namespace PipelineKit.Evidence;

/// <summary>
/// Whether a statement is about a finding: its product is the image (by digest) or the package (by package URL, whose version must be there unless the policy takes unversioned products), and where it names parts of the product,
/// one of these is the package.
/// </summary>
internal sealed class VexFit(JudgeContext context)
{
    private List<PackageUrl>? _inventory;

    internal bool Fit(VexStatement statement, UnitedFinding finding)
    {
        foreach (var product in statement.Products)
        {
            if (Fits(product, finding))
            {
                return true;
            }
        }

        return false;
    }

    private bool Fits(VexProduct product, UnitedFinding finding) =>
        product.Subcomponents.Count == 0
            ? IsImage(product, finding) || IsPackage(product, finding)
            : (IsImage(product, finding) || IsInImage(product)) && product.Subcomponents.Any(s => FitsPart(s, finding));

    // Parts of parts: the innermost is meant, the outer ones must be there.
    private bool FitsPart(VexProduct part, UnitedFinding finding) =>
        part.Subcomponents.Count == 0 ? IsPackage(part, finding) : IsInImage(part) && part.Subcomponents.Any(s => FitsPart(s, finding));

    private bool IsPackage(VexProduct product, UnitedFinding finding)
    {
        if (product.Purl is not { } url || (url.Version.Length == 0 && !context.Policy.Vex.UnversionedProducts))
        {
            return false;
        }

        if (context.Purls.Of(finding.Package.Purl) is { } own && url.Matches(own))
        {
            return true;
        }

        foreach (var purl in finding.OtherPurls)
        {
            if (context.Purls.Of(purl) is { } other && url.Matches(other))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsImage(VexProduct product, UnitedFinding finding)
    {
        foreach (var digest in Digests(product))
        {
            if (digest == context.Case.Subject.Digest || context.Platforms.Any(p => (digest == p.Manifest || digest == p.Config) && IsOnlyOn(finding, p.Platform)))
            {
                return true;
            }
        }

        return context.Policy.Vex.UnversionedProducts && product.Purl is { Type: "oci" or "docker", Version.Length: 0 } url && IsNamed(url, context.Case.Subject.Name);
    }

    // Said of one platform, it does not hold for the others.
    private bool IsOnlyOn(UnitedFinding finding, string platform) => context.Platforms.Count == 1 || finding.Occurrences.All(o => o.Platform == platform);

    private static bool IsNamed(PackageUrl url, string name)
    {
        var address = url.Qualifiers.TryGetValue("repository_url", out var repository) ? repository : "";
        return name.Length > 0 && (address.Length > 0 ? address == name || $"{address}/{url.Name}" == name : url.Name == name[(name.LastIndexOf('/') + 1)..]);
    }

    private static IEnumerable<Digest> Digests(VexProduct product)
    {
        foreach (var digest in product.Digests)
        {
            yield return digest;
        }

        var text = product.Purl is { Type: "oci" or "docker" } url ? url.Version : product.Purl is null ? product.Identifier[(product.Identifier.LastIndexOf('@') + 1)..] : "";
        if (Digest.TryParse(text, out var named))
        {
            yield return named;
        }
    }

    // A package with parts must itself be in the image, as one of its bills of materials has it.
    private bool IsInImage(VexProduct product) => product.Purl is { } url && Inventory().Exists(url.Matches);

    private List<PackageUrl> Inventory()
    {
        if (_inventory is null)
        {
            _inventory = [];
            foreach (var document in context.Documents)
            {
                foreach (var component in document.Document.Bom?.Components ?? [])
                {
                    if (context.Purls.Of(component.Package.Purl) is { } url)
                    {
                        _inventory.Add(url);
                    }
                }
            }
        }

        return _inventory;
    }
}
