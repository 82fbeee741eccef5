using System.Buffers;
using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// Finds where a text may name a repository of the lock: the registries of the lock with the slash after them, and the short names of Docker Hub's.
/// Few registries are searched for one by one; more than that all at once, in the bytes widened to characters.
/// </summary>
internal sealed class PinNeedles
{
    private const int Few = 3;
    private readonly byte[][] _few;
    private readonly SearchValues<string>? _many;

    internal PinNeedles(IEnumerable<string> repositories)
    {
        var needles = repositories.SelectMany(Needles).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        _few = needles.Length <= Few ? [.. needles.Select(Encoding.ASCII.GetBytes)] : [];
        _many = needles.Length > Few ? SearchValues.Create(needles, StringComparison.Ordinal) : null;
    }

    /// <summary>The offsets of all hits, in ascending order.</summary>
    internal void Search(ReadOnlySpan<byte> text, List<int> hits)
    {
        hits.Clear();
        if (_many is not null)
        {
            SearchMany(text, hits);
            return;
        }

        foreach (var needle in _few)
        {
            for (var at = 0; text[at..].IndexOf(needle) is var next and >= 0; at += next + needle.Length)
            {
                hits.Add(at + next);
            }
        }

        if (_few.Length > 1)
        {
            hits.Sort();
        }
    }

    private void SearchMany(ReadOnlySpan<byte> text, List<int> hits)
    {
        var rented = ArrayPool<char>.Shared.Rent(text.Length);
        var wide = rented.AsSpan(0, Encoding.Latin1.GetChars(text, rented));
        for (var at = 0; wide[at..].IndexOfAny(_many!) is var next and >= 0; at += next + 1)
        {
            hits.Add(at + next);
        }

        ArrayPool<char>.Shared.Return(rented);
    }

    private static IEnumerable<string> Needles(string repository)
    {
        foreach (var spelling in PinLock.Spellings(repository))
        {
            var slash = spelling.IndexOf('/', StringComparison.Ordinal);
            var first = slash < 0 ? "" : spelling[..slash];
            yield return first.AsSpan().ContainsAny('.', ':') || first == "localhost" ? first + "/" : spelling;
        }

        if (repository.StartsWith("docker.io/", StringComparison.Ordinal))
        {
            yield return "index.docker.io/";
            yield return "registry-1.docker.io/";
        }
    }
}
