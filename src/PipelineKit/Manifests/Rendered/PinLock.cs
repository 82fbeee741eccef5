using System.Text;
using PipelineKit.Locking;
using PipelineKit.Oci;

namespace PipelineKit.Manifests.Rendered;

/// <summary>The images of a lock, arranged for judging bytes. Made once for all streams of a rendering; never changes; safe for many threads.</summary>
public sealed class PinLock
{
    private const string Hub = "docker.io/";
    private const string HubLibrary = "docker.io/library/";
    private readonly Dictionary<string, PinRepository> _repositories = new(StringComparer.Ordinal);
    private readonly List<(byte[] Name, PinRepository Repository)>[] _spellings;

    private PinLock(LockedImages images)
    {
        Images = images;
        foreach (var entry in images.Entries)
        {
            if (!_repositories.TryGetValue(entry.Repository, out var repository))
            {
                _repositories[entry.Repository] = repository = new PinRepository(entry.Repository);
            }

            if (entry.Digest is not null)
            {
                repository.Add(entry.Digest, entry.Tag);
            }

            foreach (var (_, digest) in entry.Platforms)
            {
                repository.Add(digest, entry.Tag);
            }
        }

        _spellings = new List<(byte[], PinRepository)>[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(_repositories.Count * 4) + 4)];
        foreach (var repository in _repositories.Values)
        {
            foreach (var spelling in Spellings(repository.Name))
            {
                var name = Encoding.ASCII.GetBytes(spelling);
                (_spellings[YamlKeyStack.Hash(name) & (_spellings.Length - 1)] ??= []).Add((name, repository));
            }
        }

        Needles = new PinNeedles(_repositories.Keys);
    }

    /// <summary>The lock's images.</summary>
    public LockedImages Images { get; }

    internal PinNeedles Needles { get; }

    /// <summary>Arranges the images of a lock.</summary>
    public static PinLock From(LockedImages images) => new(images);

    /// <summary>The repository with a name as people spell it, without tag; null if the lock has none.</summary>
    internal PinRepository? Find(ReadOnlySpan<byte> name)
    {
        foreach (var (spelling, repository) in _spellings[YamlKeyStack.Hash(name) & (_spellings.Length - 1)] ?? [])
        {
            if (name.SequenceEqual(spelling))
            {
                return repository;
            }
        }

        return null;
    }

    internal PinRepository? Find(ImageReference reference) => _repositories.GetValueOrDefault($"{reference.Registry}/{reference.Repository}");

    /// <summary>Another repository that has this digest, or null.</summary>
    internal PinRepository? OwnerOf(Digest digest) => _repositories.Values.FirstOrDefault(r => r.Has(digest));

    /// <summary>What people write for a normalised name.</summary>
    internal static IEnumerable<string> Spellings(string name)
    {
        yield return name;
        if (name.StartsWith(Hub, StringComparison.Ordinal))
        {
            yield return name[Hub.Length..];
        }

        if (name.StartsWith(HubLibrary, StringComparison.Ordinal) && name.IndexOf('/', HubLibrary.Length) < 0)
        {
            yield return name[HubLibrary.Length..];
            yield return Hub + name[HubLibrary.Length..];
        }
    }
}
