using PipelineKit.Evidence;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>Packages as policies name them: package URLs, types of them, or names; <c>*</c> stands for anything.</summary>
internal static class PackagePattern
{
    internal static IReadOnlyList<string> Read(PolicyFields fields, string key)
    {
        foreach (var value in fields.Values(key).Where(v => v.Shape == YamlShape.Scalar && v.Text.StartsWith("pkg:", StringComparison.Ordinal) && !v.Text.Contains('*', StringComparison.Ordinal)))
        {
            if (!PackageUrl.TryParse(value.Text, out _, out var problem))
            {
                fields.Problem(value, $"`{value.Text}` is not a package URL: {problem}", "Write it as in `pkg:deb/debian/openssl` or `pkg:npm/%40acme/ui`.");
            }
        }

        return fields.Texts(key);
    }
}
