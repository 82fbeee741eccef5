namespace PipelineKit.Oci;

/// <summary>What index.json of a layout lists, by name.</summary>
/// <param name="Entries">As listed.</param>
/// <param name="Source">For errors.</param>
internal sealed record LayoutIndex(IReadOnlyList<Descriptor> Entries, string Source)
{
    /// <summary>The annotation of the OCI image specification; its value is a tag or a whole reference.</summary>
    internal const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>The annotation of containerd and Docker; its value is a whole reference.</summary>
    internal const string FullName = "io.containerd.image.name";

    internal const int MaximumSize = 32 << 20;
    internal const int MaximumEntries = 100_000;

    private readonly ILookup<string, Descriptor> _byFullName = Entries
        .SelectMany(e => FullNames(e).Select(n => (Name: n, Entry: e)))
        .ToLookup(p => p.Name, p => p.Entry, StringComparer.Ordinal);

    /// <summary>The entry that a reference with its tag means; null when there is none.</summary>
    internal Descriptor? Find(ImageReference reference) => One(_byFullName[Key(reference)], reference.Text);

    /// <summary>The entry that a tag of a repository means, or that bears the bare tag; null when there is none.</summary>
    internal Descriptor? FindTag(ImageReference repository, string tag)
    {
        var full = $"{repository.Registry}/{repository.Repository}:{tag}";
        return One(_byFullName[full], full) ?? One(Entries.Where(e => e.Annotations.GetValueOrDefault(RefName) == tag), tag);
    }

    /// <summary>The entry of a name as in <c>oci:PATH:NAME</c>: as it is annotated, or the same reference spelled differently, or a digest; without a name, the only entry.</summary>
    internal Descriptor? Find(string? name)
    {
        if (name is null)
        {
            return Entries.DistinctBy(e => e.Digest).ToList() is { Count: > 1 } several
                ? throw new RegistryException(RegistryProblem.NotFound, Source, $"the layout holds {several.Count} images; write which: {Source}:NAME")
                : Entries.Count == 0 ? null : Entries[0];
        }

        if (Digest.TryParse(name, out var digest))
        {
            return Find(digest);
        }

        var exact = Entries.Where(e => e.Annotations.GetValueOrDefault(RefName) == name || e.Annotations.GetValueOrDefault(FullName) == name);
        return One(exact, name) ?? (ImageReference.TryParse(name, out var reference, out _) ? Find(reference) : null);
    }

    /// <summary>Whether an entry is named after the digest it is about, as lists of referrers and older signatures are: <c>sha256-...</c>, <c>sha256-....sig</c>.</summary>
    internal static bool IsAttachment(Descriptor entry) =>
        entry.Annotations.GetValueOrDefault(RefName) is { } name && name[(name.LastIndexOf(':') + 1)..].StartsWith("sha256-", StringComparison.Ordinal);

    /// <summary>The entry with this digest; null when it is not listed (it may still be a child of one that is).</summary>
    internal Descriptor? Find(Digest digest) => Entries.FirstOrDefault(e => e.Digest == digest);

    /// <summary>The tags of a repository.</summary>
    internal IEnumerable<string> Tags(ImageReference repository)
    {
        var prefix = $"{repository.Registry}/{repository.Repository}:";
        return _byFullName.Select(g => g.Key).Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Select(k => k[prefix.Length..]).Order(StringComparer.Ordinal);
    }

    /// <summary>The names under which an entry is found. A ref.name without `/` and `:` is a tag of something that is not named.</summary>
    private static IEnumerable<string> FullNames(Descriptor entry)
    {
        var names = new[] { entry.Annotations.GetValueOrDefault(FullName), entry.Annotations.GetValueOrDefault(RefName) is { } name && name.AsSpan().ContainsAny('/', ':') ? name : null };
        return names.Select(n => n is not null && ImageReference.TryParse(n, out var reference, out _) ? Key(reference) : null).OfType<string>().Distinct(StringComparer.Ordinal);
    }

    private static string Key(ImageReference reference) => $"{reference.Registry}/{reference.Repository}:{reference.EffectiveTag}";

    private Descriptor? One(IEnumerable<Descriptor> entries, string name) =>
        entries.DistinctBy(e => e.Digest).Take(2).ToList() switch
        {
            [] => null,
            [var only] => only,
            _ => throw new RegistryException(RegistryProblem.Protocol, Source, $"the layout gives the name `{name}` to more than one image"),
        };
}
