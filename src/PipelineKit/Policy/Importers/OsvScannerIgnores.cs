using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// <c>osv-scanner.toml</c>: <c>[[IgnoredVulns]]</c>, and <c>[[PackageOverrides]]</c> as far as they ignore (<see cref="OsvPackageOverrides"/>). In OSV-Scanner the first entry that fits decides, so a second one for the same identifier is an error here.
/// </summary>
internal static class OsvScannerIgnores
{
    internal static IReadOnlyList<GateException> Read(ReadOnlyMemory<byte> content, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(TomlReader.Read(content, name), problems, "IgnoredVulns", "PackageOverrides", "GoVersionOverride", "ScanGoModVersion");
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<GateException>();
        foreach (var item in ImportFields.Items(fields, "IgnoredVulns"))
        {
            var entry = Vulnerability(item, name, problems);
            if (!lines.TryAdd(entry.Id, item.Line))
            {
                problems.Add(item.Failure($"`{entry.Id}` is already ignored in line {lines[entry.Id]}, and that entry counts", "Keep one of the two."));
            }

            entries.Add(entry);
        }

        entries.AddRange(OsvPackageOverrides.Read(ImportFields.Items(fields, "PackageOverrides"), name, problems));
        return entries;
    }

    private static GateException Vulnerability(YamlValue item, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(item, problems, "id", "ignoreUntil", "reason");
        return new GateException
        {
            Id = ImportFields.Id(fields, "id"),
            Reason = fields.Text("reason"),
            Expires = ImportFields.Instant(fields, "ignoreUntil"),
            Kinds = [FindingKind.Vulnerability, FindingKind.Malware],
            File = name,
            Line = item.Line,
            IsImported = true,
        };
    }
}
