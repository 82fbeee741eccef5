using PipelineKit.Evidence;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>What a rule is for. A pattern that can fit nothing would make a rule that never blocks, so it is refused.</summary>
internal static class ScopePatterns
{
    /// <summary>Packages: package URLs, types of them, or names in which <c>*</c> stands for anything.</summary>
    internal static IReadOnlyList<string> Packages(PolicyFields fields, string key)
    {
        foreach (var value in fields.Values(key).Where(v => v.Shape == YamlShape.Scalar && v.Text.StartsWith("pkg:", StringComparison.Ordinal)))
        {
            if (value.Text.Contains('*', StringComparison.Ordinal))
            {
                fields.Problem(value, $"`{value.Text}` is a package URL with `*` in it", "A package URL means what it names: leave the version out for all versions, or write a type (`npm`) or a name (`@acme/*`).");
            }
            else if (!PackageUrl.TryParse(value.Text, out _, out var problem))
            {
                fields.Problem(value, $"`{value.Text}` is not a package URL: {problem}", "Write it as in `pkg:deb/debian/openssl` or `pkg:npm/%40acme/ui`.");
            }
        }

        return fields.Texts(key);
    }

    /// <summary>Paths: <c>*</c> and <c>?</c> inside a segment, <c>**</c> for any number of segments.</summary>
    internal static IReadOnlyList<string> Paths(PolicyFields fields, string key)
    {
        foreach (var value in fields.Values(key).Where(v => v.Shape == YamlShape.Scalar && (v.Text.Length == 0 || v.Text.StartsWith('!') || v.Text.AsSpan().ContainsAny("{}[]\\"))))
        {
            fields.Problem(value, $"`{value.Text}` is no pattern of paths", "Patterns are `*`, `?` and `**`; `?` also stands for a bracket in the name of a file.");
        }

        return fields.Texts(key);
    }
}
