using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary><c>.trivyignore.yaml</c>: a list per kind of finding.</summary>
internal static class TrivyIgnoreFile
{
    internal static readonly string[] Keys = ["vulnerabilities", "misconfigurations", "secrets", "licenses"];

    private static readonly FindingKind[][] Kinds =
    [
        [FindingKind.Vulnerability, FindingKind.Malware], [FindingKind.Misconfiguration], [FindingKind.Secret], [FindingKind.License],
    ];

    internal static IReadOnlyList<GateException> Read(YamlValue root, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(root, problems, Keys);
        var entries = new List<GateException>();
        for (var i = 0; i < Keys.Length; i++)
        {
            foreach (var item in fields[Keys[i]] is null ? [] : ImportFields.Items(fields, Keys[i]))
            {
                entries.Add(Entry(item, Kinds[i], name, problems));
            }
        }

        return entries;
    }

    private static GateException Entry(YamlValue item, FindingKind[] kinds, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(item, problems, "id", "paths", "purls", "expired_at", "statement");
        if (kinds[0] != FindingKind.Vulnerability)
        {
            fields.Problem(fields["purls"], "`purls` counts for vulnerabilities only", "Leave it out, or narrow the entry by `paths`.");
        }

        return new GateException
        {
            Id = ImportFields.Id(fields, "id"),
            Reason = fields.Text("statement"),
            Expires = ImportFields.Instant(fields, "expired_at"),
            Packages = Purls(fields),
            Paths = fields.Texts("paths"),
            Kinds = kinds,
            File = name,
            Line = item.Line,
            IsImported = true,
        };
    }

    private static List<ExceptionScope> Purls(PolicyFields fields)
    {
        var scopes = new List<ExceptionScope>();
        foreach (var value in fields.Values("purls"))
        {
            if (fields.Scalar(value, "purls") is not { } text)
            {
                continue;
            }

            if (ScopeText.OfPurl(text, "", out var problem) is { } scope)
            {
                scopes.Add(scope);
            }
            else
            {
                fields.Problem(value, problem!);
            }
        }

        return scopes;
    }
}
