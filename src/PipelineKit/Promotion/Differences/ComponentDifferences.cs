using PipelineKit.Evidence;
using PipelineKit.PullRequests;

namespace PipelineKit.Promotion;

/// <summary>Compares two bills of materials by package, whatever formats they came from.</summary>
internal static class ComponentDifferences
{
    /// <summary>What comes, goes and changes, sorted by name. A package in several versions changes only where one version takes the place of one other.</summary>
    internal static IReadOnlyList<ComponentDifference> Of(Bom before, Bom after)
    {
        var (old, current) = (VersionsOf(before), VersionsOf(after));
        var differences = new List<ComponentDifference>();
        foreach (var name in old.Keys.Union(current.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var gone = Only(name, old, current);
            var come = Only(name, current, old);
            if (gone.Count == 1 && come.Count == 1)
            {
                differences.Add(new ComponentDifference(name, gone[0], come[0]));
                continue;
            }

            differences.AddRange(gone.Select(v => new ComponentDifference(name, v, To: null)));
            differences.AddRange(come.Select(v => new ComponentDifference(name, From: null, v)));
        }

        return differences;
    }

    private static List<string> Only(string name, Dictionary<string, SortedSet<string>> here, Dictionary<string, SortedSet<string>> there) =>
        here.TryGetValue(name, out var versions) ? [.. versions.Where(v => !there.TryGetValue(name, out var others) || !others.Contains(v))] : [];

    private static Dictionary<string, SortedSet<string>> VersionsOf(Bom bom)
    {
        var versions = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var component in bom.Components.Where(c => c is { Type: not "file", Package.Name.Length: > 0 }))
        {
            var package = component.Package;
            var name = package.Type.Length > 0 ? $"{package.Name} ({package.Type})" : package.Name;
            if (!versions.TryGetValue(name, out var known))
            {
                versions.Add(name, known = new SortedSet<string>(StringComparer.Ordinal));
            }

            known.Add(package.Version);
        }

        return versions;
    }
}
