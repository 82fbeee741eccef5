namespace PipelineKit.Oci;

/// <summary>Which children of an index are taken: those of the platforms wanted, and what BuildKit keeps in the index about them.</summary>
/// <param name="wanted">Such as <c>linux/arm64</c>, which stands for <c>linux/arm64/v8</c> too; empty for all.</param>
internal sealed class PlatformChoice(IReadOnlyList<string> wanted)
{
    private const string About = "vnd.docker.reference.digest";
    private readonly HashSet<string> _matched = new(StringComparer.Ordinal);

    /// <summary>Platforms wanted that no index so far had.</summary>
    internal IEnumerable<string> Unmatched => wanted.Where(w => !_matched.Contains(w));

    internal IReadOnlyList<Descriptor> Of(ManifestContent index)
    {
        if (wanted.Count == 0)
        {
            return index.Manifests;
        }

        var taken = index.Manifests.Where(IsTaken).ToList();
        return [.. taken, .. index.Manifests.Where(m => m.Annotations.GetValueOrDefault(About) is { } about && taken.Any(t => t.Digest.Text == about))];
    }

    private bool IsTaken(Descriptor child)
    {
        var fits = child.Platform is { } platform ? wanted.Where(w => Fits(w, platform.ToString())).ToList() : [];
        _matched.UnionWith(fits);
        return fits.Count > 0 || (child.Platform is null && MediaTypes.IsIndex(child.MediaType));
    }

    private static bool Fits(string wanted, string platform) =>
        platform.StartsWith(wanted, StringComparison.Ordinal) && (platform.Length == wanted.Length || platform[wanted.Length] is '/' or ':');
}
