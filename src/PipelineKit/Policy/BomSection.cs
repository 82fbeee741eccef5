using System.Buffers;
using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>The section <c>sbom</c>.</summary>
internal static class BomSection
{
    private static readonly SearchValues<char> OfVersions = SearchValues.Create("0123456789.");

    internal static BomRules Read(YamlValue? section, List<Failure> problems)
    {
        var fields = new PolicyFields(section, problems, "required", "formats", "profiles");
        foreach (var value in fields.Values("formats").Where(v => v.Shape == YamlShape.Scalar && !IsFormat(v.Text)))
        {
            fields.Problem(value, $"`{value.Text}` is not a format of bills of materials", "Write `cyclonedx`, `spdx`, or with the oldest version that counts: `cyclonedx>=1.5`, `spdx>=2.3`.");
        }

        foreach (var value in fields.Values("profiles").Where(v => v.Shape == YamlShape.Scalar && !BomProfiles.Names.Contains(v.Text, StringComparer.Ordinal)))
        {
            var near = Suggestion.For(value.Text, BomProfiles.Names);
            fields.Problem(value, $"there is no profile `{value.Text}`", near is null ? $"Known are {PolicyText.List(BomProfiles.Names)}." : $"Did you mean `{near}`?");
        }

        return new BomRules { Required = fields.Flag("required", otherwise: false), Formats = fields.Texts("formats"), Profiles = fields.Texts("profiles") };
    }

    private static bool IsFormat(string text)
    {
        var at = text.IndexOf(">=", StringComparison.Ordinal);
        return (at < 0 ? text : text[..at]) is "cyclonedx" or "spdx" && (at < 0 || IsVersion(text.AsSpan(at + 2)));
    }

    private static bool IsVersion(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= 8 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1]) && !text.ContainsAnyExcept(OfVersions);
}
