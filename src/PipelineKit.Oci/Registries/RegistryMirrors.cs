namespace PipelineKit.Oci;

/// <summary>Where a reference is asked for.</summary>
/// <param name="Reference">With registry and repository of the place; its spelling (<see cref="ImageReference.Text"/>, <see cref="ImageReference.Name"/>) is unchanged.</param>
/// <param name="LayoutPath">The folder of an OCI layout that answers instead of a registry, or null.</param>
public sealed record MirrorPlace(ImageReference Reference, string? LayoutPath);

/// <summary>
/// Which registries are asked at another place. One line each: <c>HOST=HOST[:PORT][/PREFIX]</c> or <c>HOST=oci:PATH</c>; <c>*</c> stands for
/// every host without a line of its own. The prefix goes before the repository; <c>{registry}</c> in it becomes the original host, with
/// characters that a path does not allow replaced by a dash. Without it, <c>*</c> leads all registries to the same names.
/// </summary>
public sealed class RegistryMirrors
{
    private const string Placeholder = "{registry}";
    private readonly Dictionary<string, Target> _targets = new(StringComparer.Ordinal);

    /// <summary>No mirrors: every registry is asked itself.</summary>
    public static RegistryMirrors None { get; } = new();

    /// <summary>Parses the lines (empty ones and those starting with <c>#</c> are skipped); false when there are problems, each with its line.</summary>
    public static bool TryParse(IEnumerable<string> lines, out RegistryMirrors mirrors, out IReadOnlyList<string> problems)
    {
        mirrors = new RegistryMirrors();
        var found = new List<string>();
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && !l.StartsWith('#')))
        {
            if (mirrors.Add(line) is { } problem)
            {
                found.Add($"`{line}`: {problem}");
            }
        }

        problems = found;
        return found.Count == 0;
    }

    /// <summary>Where this reference is asked for: its own place when no line fits.</summary>
    public MirrorPlace Map(ImageReference reference)
    {
        if (!_targets.TryGetValue(reference.Registry, out var target) && !_targets.TryGetValue("*", out target))
        {
            return new MirrorPlace(reference, null);
        }

        if (target.LayoutPath is not null)
        {
            return new MirrorPlace(reference, target.LayoutPath);
        }

        var prefix = target.Prefix.Replace(Placeholder, AsPath(reference.Registry), StringComparison.Ordinal);
        return new MirrorPlace(reference.At(target.Registry, prefix.Length == 0 ? reference.Repository : $"{prefix}/{reference.Repository}"), null);
    }

    private static string AsPath(string registry) =>
        string.Concat(registry.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '-')).Trim('-', '.');

    private string? Add(string line)
    {
        if (line.Split('=', 2, StringSplitOptions.TrimEntries) is not [var host, var place])
        {
            return "a mirror is written HOST=HOST[:PORT][/PREFIX] or HOST=oci:PATH";
        }

        host = host is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : host;
        if (host != "*" && ReferenceGrammar.DomainProblem(host) is { } hostProblem)
        {
            return hostProblem;
        }

        if (TargetOf(place, out var target) is { } problem)
        {
            return problem;
        }

        return _targets.TryAdd(host, target) ? null : $"there is already a mirror for {host}";
    }

    private static string? TargetOf(string place, out Target target)
    {
        target = default;
        if (OciLayoutReference.IsOne(place))
        {
            if (!OciLayoutReference.TryParse(place, out var layout, out var problem))
            {
                return problem;
            }

            target = new Target("", "", layout.Path);
            return layout.Name is null ? null : "the layout of a mirror is a folder, without the name of an image";
        }

        var slash = place.IndexOf('/', StringComparison.Ordinal);
        var (registry, prefix) = slash < 0 ? (place, "") : (place[..slash], place[(slash + 1)..].TrimEnd('/'));
        target = new Target(registry is "index.docker.io" or "registry-1.docker.io" ? "docker.io" : registry, prefix, null);
        return ReferenceGrammar.DomainProblem(registry)
            ?? (slash < 0 ? null : ReferenceGrammar.PathProblem(prefix.Replace(Placeholder, "x", StringComparison.Ordinal)));
    }

    private readonly record struct Target(string Registry, string Prefix, string? LayoutPath);
}
