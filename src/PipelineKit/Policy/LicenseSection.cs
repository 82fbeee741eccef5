using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>The section <c>licenses</c>.</summary>
internal static class LicenseSection
{
    internal static LicenseRules Read(YamlValue? section, List<Failure> problems)
    {
        var defaults = new LicenseRules();
        var fields = new PolicyFields(section, problems, "allow", "deny", "review", "others", "unknown", "except");
        var rules = new LicenseRules
        {
            Allow = Identifiers(fields, "allow"),
            Deny = Identifiers(fields, "deny"),
            Review = Identifiers(fields, "review"),
            Others = GatePolicyFile.ActionOf(fields, "others", defaults.Others),
            Unknown = GatePolicyFile.ActionOf(fields, "unknown", defaults.Unknown),
            Except = ScopePatterns.Packages(fields, "except"),
        };
        foreach (var twice in rules.Allow.Intersect(rules.Deny, StringComparer.OrdinalIgnoreCase))
        {
            fields.Problem("deny", $"`{twice}` is both allowed and denied", "Keep it in one of the two lists.");
        }

        return rules;
    }

    // A misspelt identifier in `deny` would deny nothing, so only what SPDX knows, a LicenseRef or a pattern is taken.
    private static string[] Identifiers(PolicyFields fields, string key)
    {
        var found = new List<string>();
        foreach (var value in fields.Values(key))
        {
            if (fields.Scalar(value, key)?.Trim() is not { Length: > 0 } text)
            {
                continue;
            }

            if (text.Contains('*', StringComparison.Ordinal))
            {
                found.Add(text);
            }
            else if (LicenseExpression.TryParse(text, out var expression, out var problem) && expression.IsKnown && expression.Identifiers.Count == 1)
            {
                found.Add(expression.Identifiers[0]);
            }
            else
            {
                fields.Problem(
                    value, problem is null && expression!.Identifiers.Count > 1 ? $"`{text}` is an expression, not one licence" : $"`{text}` is not an SPDX licence identifier",
                    "Write one identifier of the SPDX list per line (`Apache-2.0`), a pattern (`GPL-*`), or `LicenseRef-...`.");
            }
        }

        return [.. found];
    }
}
