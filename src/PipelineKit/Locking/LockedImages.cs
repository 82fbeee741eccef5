using System.Collections.Concurrent;
using PipelineKit.Oci;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>
/// The images of a lock, to be asked by the names people write in templates. Answers are the same whatever order the lock is in; safe for many threads.
/// </summary>
public sealed class LockedImages
{
    private const int LongestShown = 200;
    private readonly Dictionary<string, HashSet<Digest>> _digests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KnownImage>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KnownImage>> _byRepository = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<KnownImage>> _byLastSegment = new(StringComparer.Ordinal);

    // Only what was found is kept: an entry has few spellings, while the misspellings that a template can come up with have no end.
    private readonly ConcurrentDictionary<string, ImageLookup> _found = new(StringComparer.Ordinal);

    private LockedImages(IEnumerable<KnownImage> images)
    {
        var entries = images.ToList();
        entries.Sort(Compare);
        Entries = entries;
        foreach (var image in entries)
        {
            Of(_byName, image.Name).Add(image);
            Of(_byRepository, image.Repository).Add(image);
            Of(_byLastSegment, image.Repository[(image.Repository.LastIndexOf('/') + 1)..]).Add(image);
            Of(_digests, image.Repository).UnionWith(DigestsOf(image));
        }

        Repositories = [.. _byRepository.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Every image, sorted by repository, tag and digest.</summary>
    public IReadOnlyList<KnownImage> Entries { get; }

    /// <summary>Every repository, normalised (<c>docker.io/library/nginx</c>), once, sorted.</summary>
    public IReadOnlyList<string> Repositories { get; }

    /// <summary>The images of PipelineKit's own lock.</summary>
    public static LockedImages From(ImageLock content) => new(content.Images.Select(Known));

    /// <summary>The images of locks of any form.</summary>
    public static LockedImages From(IEnumerable<KnownImage> images) => new(images);

    /// <summary>
    /// Whether the lock has this digest for this repository: as the digest of an image, or as the one of a platform of it. Constant time.
    /// </summary>
    /// <param name="repository">Registry and repository, normalised or as people write it (<c>nginx</c>), without tag.</param>
    /// <param name="digest">The digest.</param>
    public bool Contains(string repository, Digest digest) =>
        _digests.TryGetValue(repository, out var digests)
            ? digests.Contains(digest)
            : ImageReference.TryParse(repository, out var reference, out _) && reference is { Tag: null, Digest: null }
                && _digests.TryGetValue($"{reference.Registry}/{reference.Repository}", out digests) && digests.Contains(digest);

    /// <summary>
    /// The image that a person means by this text. In this order: the name an entry has in the lock; the repository, normalised, with the tag if one is written;
    /// the last part or parts of a repository (<c>shop</c>, <c>acme/shop</c>), unless the text names its registry. The first that fits anything
    /// decides, and must fit one digest only.
    /// </summary>
    /// <param name="name">As written in a template: <c>nginx</c>, <c>nginx:1.27</c>, <c>ghcr.io/acme/shop</c>, <c>shop</c>.</param>
    public ImageLookup Find(string name)
    {
        if (_found.TryGetValue(name, out var known))
        {
            return known;
        }

        var lookup = One(name, out var problem) is { } image ? WithDigest(image) : problem!;
        return lookup.IsFound ? _found.GetOrAdd(name, lookup) : lookup;
    }

    /// <summary>
    /// The manifest of one platform of the image that a person means. This is the only way to use a lock that has digests of platforms but none of
    /// the index (Helm dt), and has to be asked for: what it gives runs on that platform alone.
    /// </summary>
    /// <param name="name">As for <see cref="Find(string)"/>.</param>
    /// <param name="platform">As the lock spells it, <c>linux/amd64</c>.</param>
    public ImageLookup Find(string name, string platform)
    {
        if (One(name, out var problem) is not { } image)
        {
            return problem!;
        }

        return image.Platforms.FirstOrDefault(p => p.Platform == platform).Digest is { } digest
            ? ImageLookup.Found(image, digest)
            : ImageLookup.NotFound(
                $"the lock has no digest of `{image.Title}` for `{platform}`",
                image.Platforms.Count == 0
                    ? "It has none for any platform: run `digest-pin` with `platforms`."
                    : $"It has these platforms: {string.Join(", ", image.Platforms.Select(p => p.Platform))}.");
    }

    internal static KnownImage Known(LockedImage image) => new(image.Image, ImageReference.Parse(image.Image)) { Digest = image.Digest, Platforms = image.Platforms, HasSites = image.Sites.Count > 0 };

    private KnownImage? One(string name, out ImageLookup? problem)
    {
        problem = null;
        var candidates = _byName.GetValueOrDefault(name) ?? [];
        if (candidates.Count == 0)
        {
            if (!ImageReference.TryParse(name, out var reference, out var reason))
            {
                problem = ImageLookup.NotFound($"`{(name.Length <= LongestShown ? name : name[..LongestShown] + "...")}` is not the name of an image: {reason}", "Write it as in `nginx`, `nginx:1.27` or `ghcr.io/acme/shop`.");
                return null;
            }

            candidates = Fitting(reference);
            if (candidates.Count == 0)
            {
                problem = Missing(name, reference);
                return null;
            }
        }

        if (!candidates.TrueForAll(c => IsSame(c, candidates[0])))
        {
            problem = Ambiguous(name, candidates);
            return null;
        }

        return candidates[0];
    }

    private List<KnownImage> Fitting(ImageReference reference)
    {
        var exact = _byRepository.GetValueOrDefault($"{reference.Registry}/{reference.Repository}") ?? [];
        var named = exact.Count > 0 || NamesRegistry(reference)
            ? exact
            : (_byLastSegment.GetValueOrDefault(reference.Name[(reference.Name.LastIndexOf('/') + 1)..]) ?? []).FindAll(i => i.Repository.EndsWith("/" + reference.Name, StringComparison.Ordinal));
        return named.FindAll(i => (reference.Tag is null || i.Tag == reference.Tag) && (reference.Digest is null || i.Digest == reference.Digest));
    }

    private static bool IsSame(KnownImage x, KnownImage y) =>
        x.Repository == y.Repository && x.Digest == y.Digest && (x.Digest is not null || x.Platforms.SequenceEqual(y.Platforms));

    // A text that names its registry means that one; an image of the same path somewhere else is another image.
    private static bool NamesRegistry(ImageReference reference) =>
        reference.Registry != "docker.io" || reference.Name.Split('/')[0].Contains('.', StringComparison.Ordinal);

    private static ImageLookup WithDigest(KnownImage image) =>
        image switch
        {
            { Digest: { } digest } => ImageLookup.Found(image, digest),
            { Platforms.Count: > 0 } => ImageLookup.NotFound(
                $"the lock has only digests of single platforms for `{image.Title}` ({string.Join(", ", image.Platforms.Select(p => p.Platform))}), not the one of its index",
                "Lock the index with `digest-pin`, or ask for one platform explicitly."),
            _ => ImageLookup.NotFound($"the lock names `{image.Title}` without a digest", "Pin it with `digest-pin`, or write its digest into the lock."),
        };

    private static ImageLookup Ambiguous(string name, List<KnownImage> candidates)
    {
        var titles = candidates.Select(i => i.Title).Distinct(StringComparer.Ordinal).ToList();
        return titles.Count == 1
            ? ImageLookup.NotFound(
                $"the lock has `{titles[0]}` with several digests: {string.Join(", ", candidates.Select(i => i.Digest?.Text ?? "none"))}",
                "Run `digest-pin` in mode `update`, or remove all entries but one.")
            : ImageLookup.NotFound($"`{name}` can mean {string.Join(" or ", titles.Select(t => $"`{t}`"))}", "Write the one that is meant in full.");
    }

    private ImageLookup Missing(string name, ImageReference reference)
    {
        var others = Fitting(ImageReference.Parse(reference.Name));
        if (others.Count > 0)
        {
            return ImageLookup.NotFound(
                $"the lock has `{others[0].Repository}`, but not `{name}`",
                $"It has: {string.Join(", ", others.Select(i => i.Digest is null ? i.Title : $"{i.Title}@{i.Digest}"))}.");
        }

        var near = Suggestion.For(reference.Name, Entries.SelectMany(Spellings).Distinct(StringComparer.Ordinal));
        return ImageLookup.NotFound(
            $"the lock has no image `{name}`",
            near is not null ? $"Did you mean `{near}`?" : "Run `digest-pin` where the image is used, or add it to the lock.");
    }

    private static IEnumerable<string> Spellings(KnownImage image)
    {
        yield return image.Name;
        for (var rest = image.Repository; ; rest = rest[(rest.IndexOf('/', StringComparison.Ordinal) + 1)..])
        {
            yield return rest;
            if (!rest.Contains('/', StringComparison.Ordinal))
            {
                yield break;
            }
        }
    }

    private static IEnumerable<Digest> DigestsOf(KnownImage image)
    {
        if (image.Digest is { } digest)
        {
            yield return digest;
        }

        for (var i = 0; i < image.Platforms.Count; i++)
        {
            yield return image.Platforms[i].Digest;
        }
    }

    private static T Of<T>(Dictionary<string, T> groups, string key)
        where T : class, new()
    {
        if (!groups.TryGetValue(key, out var group))
        {
            groups[key] = group = new T();
        }

        return group;
    }

    private static int Compare(KnownImage x, KnownImage y)
    {
        var order = string.CompareOrdinal(x.Repository, y.Repository);
        order = order != 0 ? order : string.CompareOrdinal(x.Tag, y.Tag);
        order = order != 0 ? order : string.CompareOrdinal(x.Digest?.Text, y.Digest?.Text);
        return order != 0 ? order : string.CompareOrdinal(x.Name, y.Name);
    }
}
