using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>The section <c>evidence</c>.</summary>
internal static class EvidenceSection
{
    private const int MostScanners = 20;

    private static readonly string[] Keys =
    [
        "vulnerability-scan-required", "platforms", "bound", "max-scan-age", "max-database-age", "coverage", "scanners", "filters-allowed", "filters-must-be-said", "suppressions-allowed",
    ];

    internal static EvidenceRules Read(YamlValue? section, List<Failure> problems)
    {
        var defaults = new EvidenceRules();
        var fields = new PolicyFields(section, problems, Keys);
        return new EvidenceRules
        {
            VulnerabilityScanRequired = fields.Flag("vulnerability-scan-required", defaults.VulnerabilityScanRequired),
            Platforms = PlatformsOf(fields),
            Bound = fields.Flag("bound", defaults.Bound),
            ScanAge = fields.Span("max-scan-age"),
            DatabaseAge = fields.Span("max-database-age"),
            Coverage = CoverageOf(fields),
            Scanners = ScannersOf(fields, defaults.Scanners),
            FiltersAllowed = fields.Flag("filters-allowed", defaults.FiltersAllowed),
            FiltersMustBeSaid = fields.Flag("filters-must-be-said", defaults.FiltersMustBeSaid),
            SuppressionsAllowed = fields.Flag("suppressions-allowed", defaults.SuppressionsAllowed),
        };
    }

    // `all` alone is what the default means.
    private static IReadOnlyList<string> PlatformsOf(PolicyFields fields)
    {
        var platforms = fields.Texts("platforms");
        if (platforms is ["all"])
        {
            return [];
        }

        foreach (var value in fields.Values("platforms").Where(v => v.Shape == YamlShape.Scalar && v.Text.Count(c => c == '/') is not (1 or 2)))
        {
            fields.Problem(value, $"`{value.Text}` is not a platform", "Write it as in `linux/amd64` or `linux/arm/v7`; `platforms: all` means every platform of the image.");
        }

        return platforms;
    }

    private static IReadOnlyList<string> CoverageOf(PolicyFields fields)
    {
        foreach (var value in fields.Values("coverage").Where(v => v.Shape == YamlShape.Scalar && !v.Text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-')))
        {
            fields.Problem(value, $"`{value.Text}` is not an ecosystem", "Write `os`, or the type of a package URL in lower case: `deb`, `apk`, `rpm`, `nuget`, `npm`, `pypi`, `golang`, `maven`.");
        }

        return fields.Texts("coverage");
    }

    private static int ScannersOf(PolicyFields fields, int otherwise)
    {
        var text = fields.Text("scanners");
        if (text.Length == 0)
        {
            return otherwise;
        }

        if (text.All(char.IsAsciiDigit) && text.Length <= 2 && int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) is >= 1 and <= MostScanners and var number)
        {
            return number;
        }

        fields.Problem("scanners", $"`scanners` is a number from 1 to {MostScanners}, not `{text}`", "It is how many different scanners must have looked; `vulnerability-scan-required: false` asks for none.");
        return otherwise;
    }
}
