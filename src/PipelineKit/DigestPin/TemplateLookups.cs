namespace PipelineKit.DigestPin;

/// <summary>
/// Tells references of templates from look-ups: <c>shop:1.2</c> where the repository has <c>ghcr.io/acme/shop:1.2</c> in another file means that one, as it does to
/// <c>render</c>, and nobody is to be asked for an image of that name on Docker Hub.
/// </summary>
internal static class TemplateLookups
{
    /// <summary>The references without those that only look up another one.</summary>
    internal static Reference[] Without(IReadOnlyList<Reference> references)
    {
        if (!references.Any(r => r.Site.IsLockOnly))
        {
            return [.. references];
        }

        var others = references.Where(r => r.Image is not null && (!r.Site.IsLockOnly || NamesRegistry(r))).ToArray();
        var keys = others.Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        var endings = others.SelectMany(Endings).ToHashSet(StringComparer.Ordinal);
        return [.. references.Where(r => !r.Site.IsLockOnly || NamesRegistry(r) || keys.Contains(r.Key) || !endings.Contains(Ending(r.Image!.Name, r.Image.Tag)))];
    }

    private static bool NamesRegistry(Reference reference) => reference.Image!.Name.StartsWith(reference.Image.Registry + "/", StringComparison.Ordinal);

    private static IEnumerable<string> Endings(Reference reference)
    {
        var repository = reference.Image!.Repository;
        yield return Ending(repository, reference.Image.Tag);
        for (var slash = repository.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = repository.IndexOf('/', slash + 1))
        {
            yield return Ending(repository[(slash + 1)..], reference.Image.Tag);
        }
    }

    private static string Ending(string name, string? tag) => $"{name}:{tag}";
}
