using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>The hash tree of transparency logs (RFC 6962, section 2.1), with SHA-256.</summary>
internal static class MerkleTree
{
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The hash of a leaf.</summary>
    internal static byte[] Leaf(ReadOnlySpan<byte> entry)
    {
        var rented = ArrayPool<byte>.Shared.Rent(1 + entry.Length);
        rented[0] = LeafPrefix;
        entry.CopyTo(rented.AsSpan(1));
        var hash = SHA256.HashData(rented.AsSpan(0, 1 + entry.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>Computes into a span the hash of a node; it may overlap the operands.</summary>
    internal static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> result)
    {
        Span<byte> both = stackalloc byte[1 + (2 * SHA256.HashSizeInBytes)];
        both[0] = NodePrefix;
        left.CopyTo(both[1..]);
        right.CopyTo(both[(1 + SHA256.HashSizeInBytes)..]);
        _ = SHA256.HashData(both, result);
    }

    /// <summary>The root that the path leads to (RFC 9162, section 2.1.3.2); null when the path does not fit index and size.</summary>
    /// <param name="index">The leaf's index.</param>
    /// <param name="size">Number of leaves.</param>
    /// <param name="leaf">The leaf's hash.</param>
    /// <param name="path">The path, from the leaf up.</param>
    internal static byte[]? Root(long index, long size, ReadOnlySpan<byte> leaf, IReadOnlyList<ReadOnlyMemory<byte>> path)
    {
        if (index < 0 || index >= size)
        {
            return null;
        }

        var inner = 64 - BitOperations.LeadingZeroCount((ulong)(index ^ (size - 1)));
        var border = inner == 64 ? 0 : BitOperations.PopCount((ulong)index >> inner);
        if (path.Count != inner + border)
        {
            return null;
        }

        var root = leaf.ToArray();
        for (var i = 0; i < path.Count; i++)
        {
            if (path[i].Length != SHA256.HashSizeInBytes)
            {
                return null;
            }

            if (i < inner && ((index >> i) & 1) == 0)
            {
                Node(root, path[i].Span, root);
            }
            else
            {
                Node(path[i].Span, root, root);
            }
        }

        return root;
    }
}
