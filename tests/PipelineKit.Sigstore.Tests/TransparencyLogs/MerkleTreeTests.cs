using System.Security.Cryptography;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class MerkleTreeTests
{
    private static readonly byte[][] Leaves = [.. Enumerable.Range(0, 33).Select(i => new[] { (byte)i })];

    /// <summary>The definition of RFC 6962, section 2.1, by recursion.</summary>
    [Fact]
    public void Every_leaf_of_every_small_tree_leads_to_its_root()
    {
        for (var size = 1; size <= Leaves.Length; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var path = Path(index, 0, size);

                Assert.Equal(Root(0, size), MerkleTree.Root(index, size, MerkleTree.Leaf(Leaves[index]), path));
                Assert.NotEqual(Root(0, size), MerkleTree.Root(index, size, MerkleTree.Leaf([99]), path));
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(-1, 4, 2)]
    [InlineData(2, 4, 1)]
    [InlineData(2, 4, 3)]
    [InlineData(0, long.MaxValue, 62)]
    [InlineData(long.MaxValue, long.MaxValue, 63)]
    public void A_path_that_does_not_fit_index_and_size_leads_nowhere(long index, long size, int hashes) =>
        Assert.Null(MerkleTree.Root(index, size, new byte[32], [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[32], hashes)]));

    [Theory]
    [InlineData(0, long.MaxValue, 63)]
    [InlineData(long.MaxValue - 1, long.MaxValue, 62)]
    public void The_largest_trees_are_computed(long index, long size, int hashes) =>
        Assert.Equal(32, MerkleTree.Root(index, size, new byte[32], [.. Enumerable.Repeat((ReadOnlyMemory<byte>)new byte[32], hashes)])?.Length);

    [Fact]
    public void A_hash_of_another_length_leads_nowhere() => Assert.Null(MerkleTree.Root(0, 2, new byte[32], [new byte[31]]));

    private static byte[] Root(int start, int end)
    {
        if (end - start == 1)
        {
            return SHA256.HashData([0, .. Leaves[start]]);
        }

        var split = start + Split(end - start);
        return SHA256.HashData([1, .. Root(start, split), .. Root(split, end)]);
    }

    private static List<ReadOnlyMemory<byte>> Path(int index, int start, int end)
    {
        if (end - start == 1)
        {
            return [];
        }

        var split = start + Split(end - start);
        return index < split ? [.. Path(index, start, split), Root(split, end)] : [.. Path(index, split, end), Root(start, split)];
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
}
