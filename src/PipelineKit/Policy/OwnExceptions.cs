using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>Exceptions in our own form: owner, reason and end are not optional.</summary>
internal static class OwnExceptions
{
    internal const string Kind = "GateExceptions";

    private static readonly string[] Keys =
        ["id", "owner", "reason", "expires", "created", "ticket", "packages", "paths", "images", "environments", "kinds"];

    internal static IReadOnlyList<GateException> Read(YamlValue root, string name, List<Failure> problems)
    {
        var fields = new PolicyFields(root, problems, "apiVersion", "kind", "exceptions");
        PolicyHeader.Check(fields, Kind);
        if (fields["exceptions"] is not { } list)
        {
            return [];
        }

        if (list.Shape != YamlShape.Sequence)
        {
            fields.Problem("exceptions", "`exceptions` is a list", "Write each exception as a list item: `- id: CVE-2024-1234`, and below it its owner, reason and end.");
            return [];
        }

        return [.. list.Items.Select(item => Entry(item, name, problems))];
    }

    private static GateException Entry(YamlValue item, string file, List<Failure> problems)
    {
        var fields = new PolicyFields(item, problems, Keys);
        var entry = new GateException
        {
            Id = fields.RequiredText("id", "Name the vulnerability (`CVE-2024-1234`), the rule or the licence."),
            Owner = fields.RequiredText("owner", "Say who answers for it: a team or a person."),
            Reason = fields.RequiredText("reason", "Say why it is right to go on for now: whoever reads it next was not there."),
            Ticket = fields.Text("ticket"),
            Created = Instant(fields, "created", endOfDay: false),
            Expires = Instant(fields, "expires", endOfDay: true),
            Packages = Packages(fields, problems),
            Paths = ScopePatterns.Paths(fields, "paths"),
            Images = fields.Texts("images"),
            Environments = fields.Texts("environments"),
            Kinds = Kinds(fields),
            File = file,
            Line = item.Line,
        };
        if (entry.Id.Contains('*', StringComparison.Ordinal))
        {
            fields.Problem("id", $"`{entry.Id}` would be an exception for many findings", "Write one exception for each identifier.");
        }

        if (fields["expires"] is null)
        {
            fields.Problem("id", "`expires` is missing here", "Every exception ends: `expires: 2027-01-31` (the end of that day, UTC), or an instant as in `2027-01-31T12:00:00Z`.");
        }

        if (entry is { Created: { } created, Expires: { } expires } && expires <= created)
        {
            fields.Problem("expires", "it ends before it was created");
        }

        return entry;
    }

    private static DateTimeOffset? Instant(PolicyFields fields, string key, bool endOfDay)
    {
        var text = fields.Text(key);
        var instant = text.Length == 0 ? null : PolicyText.Instant(text, endOfDay);
        if (text.Length > 0 && instant is null)
        {
            fields.Problem(key, $"`{text}` is neither a date nor an instant", "Write a date (`2027-01-31`), or an instant with its offset (`2027-01-31T12:00:00Z`).");
        }

        return instant;
    }

    private static List<ExceptionScope> Packages(PolicyFields fields, List<Failure> problems)
    {
        var scopes = new List<ExceptionScope>();
        foreach (var value in fields.Values("packages"))
        {
            var parts = value.Shape == YamlShape.Mapping ? new PolicyFields(value, problems, "package", "versions") : null;
            var text = parts is null ? fields.Scalar(value, "packages") : parts.RequiredText("package", "Name the package by its package URL, as in `package: pkg:deb/debian/openssl`.");
            if (text is { Length: > 0 } && ScopeText.OfPurl(text, parts?.Text("versions") ?? "", out var problem) is var scope)
            {
                if (scope is null)
                {
                    fields.Problem(value, problem!, "Write `pkg:npm/lodash@4.17.20`, or `package: pkg:npm/lodash` with `versions: \"<4.17.21\"`.");
                }
                else
                {
                    scopes.Add(scope);
                }
            }
        }

        return scopes;
    }

    private static FindingKind[] Kinds(PolicyFields fields)
    {
        var kinds = new List<FindingKind>();
        foreach (var value in fields.Values("kinds"))
        {
            if (fields.Scalar(value, "kinds") is not { } text)
            {
                continue;
            }

            var index = PolicyText.Kinds.ToList().IndexOf(text);
            if (index < 0)
            {
                var near = Suggestion.For(text, PolicyText.Kinds);
                fields.Problem(value, $"there is no kind of finding `{text}`", near is null ? $"Known are {PolicyText.List(PolicyText.Kinds)}." : $"Did you mean `{near}`?");
            }
            else
            {
                kinds.Add((FindingKind)index);
            }
        }

        return [.. kinds];
    }
}
