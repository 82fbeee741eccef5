using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// <c>ignore</c> of <c>.grype.yaml</c>. Grype has no end for an ignore rule, so these count only where the policy takes imports without expiry. The other settings of the file configure Grype and say nothing here.
/// </summary>
internal static class GrypeIgnores
{
    private static readonly string[] Keys =
        ["vulnerability", "include-aliases", "reason", "namespace", "fix-state", "package", "vex-status", "vex-justification", "match-type"];

    private static readonly string[] FixStates = ["unknown", "fixed", "not-fixed", "wont-fix"];

    internal static IReadOnlyList<GateException> Read(YamlValue root, string name, List<Failure> problems)
    {
        var known = root.Pairs.Select(p => p.Key).ToArray();
        var fields = new PolicyFields(root, problems, known);
        return [.. ImportFields.Items(fields, "ignore").Select(item => Entry(item, name, problems))];
    }

    private static GateException Entry(YamlValue item, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(item, problems, Keys);
        foreach (var key in new[] { "namespace", "vex-status", "vex-justification", "match-type" })
        {
            fields.Problem(fields[key], $"`{key}` cannot be said here, and without it the rule would excuse more than in Grype", ImportFields.WriteOwn);
        }

        var package = new PolicyFields(fields["package"], problems, "name", "version", "type", "language", "location", "upstream-name");
        package.Problem(package["upstream-name"], "`upstream-name` cannot be said here, and without it the rule would excuse more than in Grype", "Name the packages themselves, one exception each.");
        var scope = Scope(package);
        var paths = package.Texts("location");
        var id = fields["vulnerability"] is null ? "*" : ImportFields.Id(fields, "vulnerability");
        if (id == "*" && scope is null && paths.Count == 0)
        {
            fields.Problem(item, "the rule names neither a vulnerability nor a package", "A rule as broad as this belongs into the policy: `fixable: true` in a rule there means only what has a fix.");
        }

        return new GateException
        {
            Id = id,
            MatchAliases = fields.Flag("include-aliases", otherwise: false),
            Reason = fields.Text("reason"),
            Packages = scope is null ? [] : [scope],
            Paths = paths,
            Kinds = [FindingKind.Vulnerability, FindingKind.Malware],
            Fix = fields["fix-state"] is null ? null : (FixState)fields.Word("fix-state", FixStates, 0),
            File = name,
            Line = item.Line,
            IsImported = true,
        };
    }

    private static ExceptionScope? Scope(PolicyFields package)
    {
        var type = TypeOf(package);
        var name = package.Text("name");
        var version = package.Text("version");
        if (name.Length == 0 && version.Length == 0 && type.Length == 0)
        {
            return null;
        }

        if (NamePattern.OfRegex(name) is not { } pattern)
        {
            package.Problem("name", $"`{name}` is a regular expression that cannot be said here", "Only `.*` is taken over, as `*`. " + ImportFields.WriteOwn);
            return null;
        }

        var scope = ScopeText.OfName(pattern.Length == 0 ? "*" : pattern, type, version, out var problem);
        if (scope is null)
        {
            package.Problem("version", problem!);
        }

        return scope;
    }

    private static string TypeOf(PolicyFields package)
    {
        var (byType, byLanguage) = (PackageTypes.OfGrypeType(package.Text("type")), PackageTypes.OfLanguage(package.Text("language")));
        if (byType is null)
        {
            package.Problem("type", $"the package type `{package.Text("type")}` is not known here", ImportFields.WriteOwn);
        }

        if (byLanguage is null)
        {
            package.Problem("language", $"the language `{package.Text("language")}` is not known here", ImportFields.WriteOwn);
        }

        if (byType is { Length: > 0 } && byLanguage is { Length: > 0 } && byType != byLanguage)
        {
            package.Problem("language", "`type` and `language` together mean no package");
        }

        return byType is { Length: > 0 } ? byType : byLanguage ?? "";
    }
}
