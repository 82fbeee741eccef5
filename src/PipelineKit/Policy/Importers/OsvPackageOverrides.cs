using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// <c>[[PackageOverrides]]</c> of <c>osv-scanner.toml</c> that ignore what is found about a package. Of several entries for one package the first decides in OSV-Scanner; here every exception counts for itself,
/// so an entry that ignores more than one before it that may be for the same package is an error.
/// </summary>
internal static class OsvPackageOverrides
{
    private static readonly string[] Keys =
        ["name", "version", "ecosystem", "group", "nameIsRegex", "ignore", "vulnerability", "license", "effectiveUntil", "reason"];

    internal static IEnumerable<GateException> Read(IReadOnlyList<YamlValue> items, string name, List<Failure> problems)
    {
        var entries = items.Select(item => Entry(item, name, problems)).ToList();
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, overruled) = (entries[i], entries.Take(i).FirstOrDefault(first => MayMeet(first, entries[i]) && entries[i].Kinds.Except(first.Kinds).Any()));
            if (overruled is not null)
            {
                problems.Add(items[i].Failure($"this ignores more than the entry in line {overruled.Line}, which comes first in OSV-Scanner where both are for one package", "Put the broader entry first, or write it as an exception of our own form."));
            }

            if (entry.Kinds.Count > 0)
            {
                yield return entry;
            }
        }
    }

    // What it ignores is in the kinds; an entry without any only changes what the scanner reports.
    private static GateException Entry(YamlValue item, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(item, problems, Keys);
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

        return new GateException
        {
            Id = "*",
            Reason = fields.Text("reason"),
            Expires = ImportFields.Instant(fields, "effectiveUntil"),
            Packages = [Scope(fields)],
            Kinds = kinds,
            File = name,
            Line = item.Line,
            IsImported = true,
        };
    }

    private static ExceptionScope Scope(PolicyFields fields)
    {
        var (name, ecosystem) = (fields.Text("name"), fields.Text("ecosystem"));
        var type = PackageTypes.OfEcosystem(ecosystem);
        var pattern = fields.Flag("nameIsRegex", otherwise: false) ? NamePattern.OfRegex(name) : name.Contains('*', StringComparison.Ordinal) ? null : name;
        if (type is null)
        {
            fields.Problem("ecosystem", $"the ecosystem `{ecosystem}` cannot be said here", "Known are those of OSV without a release, as in `Go`, `npm`, `Debian`. " + ImportFields.WriteOwn);
        }
        else if (pattern is null)
        {
            fields.Problem("name", $"`{name}` is a pattern that cannot be said here", ImportFields.WriteOwn);
        }
        else if (pattern.Length == 0 && type.Length == 0)
        {
            fields.Problem("name", "the entry names neither a package nor an ecosystem", ImportFields.WriteOwn);
        }
        else if (ScopeText.OfName(pattern.Length == 0 ? "*" : pattern, type, fields.Text("version"), out var problem) is { } scope)
        {
            return scope;
        }
        else
        {
            fields.Problem("version", problem!);
        }

        return new ExceptionScope(name, null);
    }

    private static bool MayMeet(GateException first, GateException second)
    {
        var (one, two) = (first.Packages[0], second.Packages[0]);
        var isNamed = !one.Package.Contains('*', StringComparison.Ordinal) && !two.Package.Contains('*', StringComparison.Ordinal);
        return !(isNamed && one.Package != two.Package)
            && !(one.Type.Length > 0 && two.Type.Length > 0 && one.Type != two.Type)
            && !(one.Versions is not null && two.Versions is not null && one.Versions.Text != two.Versions.Text);
    }
}
