namespace PipelineKit.Evidence;

/// <summary>The package a statement missed by least, and in what it differs.</summary>
internal static class VexNearest
{
    internal static string Of(JudgeContext context, VexStatement statement, IReadOnlyList<UnitedFinding> findings)
    {
        var (best, text) = (-1, "");
        foreach (var product in Packages(statement.Products))
        {
            foreach (var finding in findings)
            {
                if (context.Purls.Of(finding.Package.Purl) is { } found)
                {
                    var (score, difference) = Difference(product.Purl!, found, context);
                    var says = $"{product.Identifier} is nearest to {finding.Package.Purl}; {difference}";
                    (best, text) = score > best || (score == best && string.CompareOrdinal(says, text) < 0) ? (score, says) : (best, text);
                }
            }
        }

        return best >= 0 ? text : $"{statement.Products[0].Identifier} is not {Name(findings[0])}";
    }

    private static string Name(UnitedFinding finding) => finding.Package.Purl ?? $"{finding.Package.Name} {finding.Package.Version}";

    private static IEnumerable<VexProduct> Packages(IReadOnlyList<VexProduct> products)
    {
        foreach (var product in products)
        {
            if (product.Purl is not null)
            {
                yield return product;
            }

            foreach (var part in Packages(product.Subcomponents))
            {
                yield return part;
            }
        }
    }

    private static (int Score, string Difference) Difference(PackageUrl said, PackageUrl found, JudgeContext context)
    {
        if (said.Type != found.Type)
        {
            return (0, $"the type is {said.Type}, not {found.Type}");
        }

        if (said.Name != found.Name)
        {
            return (1, $"the name is {said.Name}, not {found.Name}");
        }

        if (said.Namespace != found.Namespace)
        {
            return (2, $"the namespace is `{said.Namespace}`, not `{found.Namespace}`");
        }

        if (said.Version != found.Version && said.Version.Length > 0)
        {
            return (3, $"the version is {said.Version}, not {found.Version}");
        }

        foreach (var (key, value) in said.Qualifiers)
        {
            if (!found.Qualifiers.TryGetValue(key, out var other) || other != value)
            {
                return (4, other is null ? $"the qualifier {key}={value} is not there" : $"the qualifier {key} is {value}, not {other}");
            }
        }

        return said.Version.Length == 0 && !context.Policy.Vex.UnversionedProducts ? (5, "it has no version, and the policy does not take that for all versions") : (5, "the product it is a part of is not this image");
    }
}
