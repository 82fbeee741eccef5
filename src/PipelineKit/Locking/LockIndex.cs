using PipelineKit.Oci;

namespace PipelineKit.Locking;

/// <summary>Questions to a lock, answered without searching it from end to end each time.</summary>
public sealed class LockIndex
{
    private readonly ILookup<string, LockedImage> _byImage;
    private readonly ILookup<Digest, LockedImage> _byDigest;
    private readonly ILookup<string, LockedUses> _byUses;
    private readonly Dictionary<(string Path, int Line), List<LockedPlace>> _places = [];
    private ILookup<Digest, LockedImage>? _byPlatformDigest;

    /// <summary>Indexes a lock, which must not change afterwards.</summary>
    public LockIndex(ImageLock content)
    {
        Lock = content;
        _byImage = content.Images.ToLookup(i => i.Image, StringComparer.Ordinal);
        _byDigest = content.Images.ToLookup(i => i.Digest);
        _byUses = content.Uses.ToLookup(u => u.Uses, StringComparer.Ordinal);
        foreach (var place in content.Images.SelectMany(i => i.Sites, (i, s) => new LockedPlace(s, i, Uses: null))
            .Concat(content.Uses.SelectMany(u => u.Sites, (u, s) => new LockedPlace(s, Image: null, u))))
        {
            if (!_places.TryGetValue((place.Site.Path, place.Site.Line), out var here))
            {
                _places[(place.Site.Path, place.Site.Line)] = here = [];
            }

            here.Add(place);
        }
    }

    /// <summary>What is asked.</summary>
    public ImageLock Lock { get; }

    /// <summary>The entries for a reference; more than one when the repository has it at two digests.</summary>
    /// <param name="reference">Normalised, without digest: <c>docker.io/library/nginx:1.27</c>.</param>
    public IEnumerable<LockedImage> Images(string reference) => _byImage[reference];

    /// <summary>The entry for a reference at a digest, or null.</summary>
    public LockedImage? Image(string reference, Digest digest) => _byImage[reference].FirstOrDefault(i => i.Digest.Equals(digest));

    /// <summary>The entries with this digest, whatever they are called.</summary>
    public IEnumerable<LockedImage> ByDigest(Digest digest) => _byDigest[digest];

    /// <summary>The entry of whose platforms this digest is one, or null: a pin by it holds a single platform of a multi-platform image.</summary>
    public LockedImage? ByPlatformDigest(Digest digest)
    {
        _byPlatformDigest ??= Lock.Images.SelectMany(i => i.Platforms, (i, p) => (Image: i, p.Digest)).ToLookup(p => p.Digest, p => p.Image);
        return _byPlatformDigest[digest].FirstOrDefault();
    }

    /// <summary>The entries for an action reference as it was before pinning, <c>actions/checkout@v4</c>.</summary>
    public IEnumerable<LockedUses> Uses(string reference) => _byUses[reference];

    /// <summary>The entry for an action reference at a commit, or null.</summary>
    public LockedUses? Uses(string reference, string commit) => _byUses[reference].FirstOrDefault(u => u.Commit == commit);

    /// <summary>What is locked at a line; several when a line has several references.</summary>
    public IReadOnlyList<LockedPlace> At(string path, int line) => _places.TryGetValue((path, line), out var here) ? here : [];

    /// <summary>References that have two or more digests in one lock, each with its entries.</summary>
    public IEnumerable<IGrouping<string, LockedImage>> TwoDigests => _byImage.Where(g => g.Skip(1).Any());
}

/// <summary>A site and the entry it belongs to; one of <paramref name="Image"/> and <paramref name="Uses"/> is there.</summary>
/// <param name="Site">Where.</param>
/// <param name="Image">The image entry, or null.</param>
/// <param name="Uses">The action entry, or null.</param>
public sealed record LockedPlace(LockSite Site, LockedImage? Image, LockedUses? Uses);
