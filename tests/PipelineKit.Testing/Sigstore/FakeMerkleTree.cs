using System.Security.Cryptography;

namespace PipelineKit.Testing;

/// <summary>A Merkle tree as RFC 6962, section 2.1 defines it, by its recursive formulas: slow and plainly right. Not safe for several threads.</summary>
internal sealed class FakeMerkleTree
{
    private readonly List<byte[]> _leaves = [];

    /// <summary>How many entries it has.</summary>
    internal int Size => _leaves.Count;

    /// <summary>The hash that stands for an entry.</summary>
    internal static byte[] LeafHash(ReadOnlySpan<byte> entry) => SHA256.HashData([0, .. entry]);

    /// <summary>Adds an entry; returns its index.</summary>
    internal int Append(ReadOnlySpan<byte> entry)
    {
        _leaves.Add(LeafHash(entry));
        return _leaves.Count - 1;
    }

    /// <summary>The root hash at this size (section 2.1, MTH).</summary>
    internal byte[] Root(int size) => Root(0, size);

    /// <summary>The path from an entry to the root at this size (section 2.1.1, PATH).</summary>
    internal IReadOnlyList<byte[]> Path(int index, int size)
    {
        var path = new List<byte[]>();
        Collect(index, 0, size, path);
        return path;
    }

    private static int Split(int count)
    {
        var split = 1;
        while (split * 2 < count)
        {
            split *= 2;
        }

        return split;
    }

    private byte[] Root(int from, int count)
    {
        if (count == 1)
        {
            return _leaves[from];
        }

        var split = Split(count);
        return SHA256.HashData([1, .. Root(from, split), .. Root(from + split, count - split)]);
    }

    private void Collect(int index, int from, int count, List<byte[]> path)
    {
        if (count == 1)
        {
            return;
        }

        var split = Split(count);
        if (index < split)
        {
            Collect(index, from, split, path);
            path.Add(Root(from + split, count - split));
        }
        else
        {
            Collect(index - split, from + split, count - split, path);
            path.Add(Root(from, split));
        }
    }
}
