using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// <c>osv-scanner.toml</c>: <c>[[IgnoredVulns]]</c>, and <c>[[PackageOverrides]]</c> as far as they ignore. In OSV-Scanner the first entry that fits decides, so a second one for the same identifier is an error here.
/// </summary>
internal static class OsvScannerIgnores
{
    private static readonly string[] OverrideKeys =
        ["name", "version", "ecosystem", "group", "nameIsRegex", "ignore", "vulnerability", "license", "effectiveUntil", "reason"];

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

        foreach (var item in ImportFields.Items(fields, "PackageOverrides"))
        {
            if (Override(item, name, problems) is { } entry)
            {
                entries.Add(entry);
            }
        }

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

    // An override that ignores nothing only changes what the scanner reports, and is no exception.
    private static GateException? Override(YamlValue item, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(item, problems, OverrideKeys);
        var vulnerability = new PolicyFields(fields["vulnerability"], problems, "ignore");
        var license = new PolicyFields(fields["license"], problems, "ignore", "override");
        license.Problem(license["override"], "what licence a package has cannot be said here", "Name the package under `licenses: except` of the policy.");
        fields.Problem(fields["group"], "`group` cannot be said here, and without it the entry would excuse more than in OSV-Scanner", ImportFields.WriteOwn);
        var all = fields.Flag("ignore", otherwise: false);
        var kinds = new List<FindingKind>();
        if (all || vulnerability.Flag("ignore", otherwise: false))
        {
            kinds.AddRange([FindingKind.Vulnerability, FindingKind.Malware]);
        }

        if (all || license.Flag("ignore", otherwise: false))
        {
            kinds.Add(FindingKind.License);
        }

        if (kinds.Count == 0 || Scope(fields) is not { } scope)
        {
            return null;
        }

        return new GateException
        {
            Id = "*",
            Reason = fields.Text("reason"),
            Expires = ImportFields.Instant(fields, "effectiveUntil"),
            Packages = [scope],
            Kinds = kinds,
            File = name,
            Line = item.Line,
            IsImported = true,
        };
    }

    private static ExceptionScope? Scope(PolicyFields fields)
    {
        var ecosystem = fields.Text("ecosystem");
        var type = PackageTypes.OfEcosystem(ecosystem);
        if (type is null)
        {
            fields.Problem("ecosystem", $"the ecosystem `{ecosystem}` cannot be said here", "Known are those of OSV without a release, as in `Go`, `npm`, `Debian`. " + ImportFields.WriteOwn);
            return null;
        }

        var name = fields.Text("name");
        var pattern = fields.Flag("nameIsRegex", otherwise: false) ? Anchored(name) : name.Contains('*', StringComparison.Ordinal) ? null : name;
        if (pattern is null || (pattern.Length == 0 && type.Length == 0))
        {
            fields.Problem(
                "name", pattern is null ? $"`{name}` is a pattern that cannot be said here" : "the entry names neither a package nor an ecosystem", ImportFields.WriteOwn);
            return null;
        }

        var scope = ScopeText.OfName(pattern.Length == 0 ? "*" : pattern, type, fields.Text("version"), out var problem);
        if (scope is null)
        {
            fields.Problem("version", problem!);
        }

        return scope;
    }

    // OSV-Scanner looks for the expression anywhere in the name; taken over as the whole name it is narrower.
    private static string? Anchored(string expression) => expression.Length == 0 ? "" : NamePattern.OfRegex(expression);
}
