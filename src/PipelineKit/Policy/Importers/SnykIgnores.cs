using PipelineKit.Evidence;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Policy;

/// <summary>
/// <c>ignore</c> of <c>.snyk</c>: for each identifier a list of dependency paths with reason and end. Only the path <c>*</c> can be said here: an image has no dependency paths. Patches and other settings say nothing here.
/// </summary>
internal static class SnykIgnores
{
    internal static IReadOnlyList<GateException> Read(YamlValue root, string name, List<Failure> problems)
    {
        if (root["ignore"] is not { } ignore)
        {
            return [];
        }

        if (ignore.Shape != YamlShape.Mapping)
        {
            problems.Add(ignore.Failure("`ignore` has identifiers as keys"));
            return [];
        }

        var entries = new List<GateException>();
        foreach (var pair in ignore.Pairs)
        {
            if (pair.Key.Contains('*', StringComparison.Ordinal))
            {
                problems.Add(pair.Value.Failure($"`{pair.Key}` is not one identifier", "Write one entry for each identifier."));
                continue;
            }

            if (pair.Value.Shape != YamlShape.Sequence)
            {
                problems.Add(pair.Value.Failure($"`{pair.Key}` has a list of paths"));
                continue;
            }

            foreach (var item in pair.Value.Items)
            {
                AddPaths(pair.Key, item, name, entries, problems);
            }
        }

        return entries;
    }

    private static void AddPaths(string id, YamlValue item, string name, List<GateException> entries, List<Failure> problems)
    {
        if (item.Shape != YamlShape.Mapping)
        {
            problems.Add(item.Failure($"an entry of `{id}` is a path with what holds for it", "As in `- '*': { reason: ..., expires: ... }`."));
            return;
        }

        foreach (var path in item.Pairs)
        {
            if (path.Key.Trim() != "*")
            {
                problems.Add(item.Failure($"the dependency path `{path.Key}` cannot be said here, and without it the entry would excuse more than in Snyk", ImportFields.WriteOwn));
                continue;
            }

            var known = path.Value.Pairs.Select(p => p.Key).ToArray();
            var fields = new PolicyFields(path.Value.IsNull ? null : path.Value, problems, known);
            entries.Add(new GateException
            {
                Id = id,
                Owner = Person(fields),
                Reason = fields.Text("reason"),
                Created = ImportFields.Instant(fields, "created"),
                Expires = ImportFields.Instant(fields, "expires"),
                File = name,
                Line = path.Line,
                IsImported = true,
            });
        }
    }

    private static string Person(PolicyFields fields) => fields["ignoredBy"] is { Shape: YamlShape.Mapping } by && by["email"] is { Shape: YamlShape.Scalar } email ? email.Text : "";
}
