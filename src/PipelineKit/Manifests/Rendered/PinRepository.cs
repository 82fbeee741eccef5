using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Manifests.Rendered;

/// <summary>A repository of the lock.</summary>
internal sealed class PinRepository(string name)
{
    private readonly List<(Digest Digest, string? Tag)> _pins = [];

    /// <summary>Registry and repository, normalised.</summary>
    internal string Name { get; } = name;

    internal void Add(Digest digest, string? tag)
    {
        if (!_pins.Contains((digest, tag)))
        {
            _pins.Add((digest, tag));
        }
    }

    /// <summary>The digest with this text, or null.</summary>
    internal Digest? Find(ReadOnlySpan<byte> digest)
    {
        foreach (var (known, _) in _pins)
        {
            if (Ascii.Equals(digest, known.Text))
            {
                return known;
            }
        }

        return null;
    }

    internal bool HasTag(string tag) => _pins.Exists(p => p.Tag == tag);

    internal bool Has(Digest digest) => _pins.Exists(p => p.Digest == digest);

    internal bool Has(Digest digest, string tag) => _pins.Exists(p => p.Digest == digest && p.Tag == tag);
}
