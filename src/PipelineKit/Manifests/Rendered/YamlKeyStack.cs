using System.Numerics;
using System.Runtime.InteropServices;

namespace PipelineKit.Manifests.Rendered;

/// <summary>
/// The keys of the mappings that are open, for finding a key that is there twice: short mappings by hash in a row, long ones in a set, so that the time
/// stays linear whatever the keys are.
/// </summary>
internal sealed class YamlKeyStack
{
    /// <summary>From how many keys on a mapping gets a set.</summary>
    internal const int Many = 32;

    /// <summary>Collections nested deeper than this are never read, whatever the limits say.</summary>
    internal const int Deepest = 500;

    private readonly HashSet<string>?[] _sets = new HashSet<string>?[Deepest + 2];
    private int[] _hashes = new int[256];
    private int[] _cells = new int[256];

    /// <summary>How many keys there are; a mapping remembers it when it opens and sets it back when it closes.</summary>
    internal int Top { get; set; }

    /// <summary>The keys of a mapping with many of them; kept by depth.</summary>
    internal HashSet<string>? SetAt(int depth) => _sets[depth];

    internal void Forget(int depth) => _sets[depth] = null;

    internal HashSet<string> Start(int depth) => _sets[depth] = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The cells of the keys from the one on.</summary>
    internal ReadOnlySpan<int> CellsFrom(int from) => _cells.AsSpan(from, Top - from);

    internal void Push(int hash, int cell)
    {
        if (Top == _hashes.Length)
        {
            Array.Resize(ref _hashes, Top * 2);
            Array.Resize(ref _cells, Top * 2);
        }

        _hashes[Top] = hash;
        _cells[Top++] = cell;
    }

    /// <summary>The place of the next key with this hash, from a place on; -1 if there is none.</summary>
    internal int Find(int hash, int from)
    {
        for (var i = from; i < Top; i++)
        {
            if (_hashes[i] == hash)
            {
                return i;
            }
        }

        return -1;
    }

    internal int CellAt(int place) => _cells[place];

    internal static int Hash(ReadOnlySpan<byte> key)
    {
        ulong mixed;
        if (key.Length >= 8)
        {
            mixed = MemoryMarshal.Read<ulong>(key) ^ BitOperations.RotateLeft(MemoryMarshal.Read<ulong>(key[^8..]), 23);
        }
        else if (key.Length >= 4)
        {
            mixed = MemoryMarshal.Read<uint>(key) | ((ulong)MemoryMarshal.Read<uint>(key[^4..]) << 32);
        }
        else
        {
            mixed = key.Length == 0 ? 0 : key[0] | ((ulong)key[key.Length / 2] << 8) | ((ulong)key[^1] << 16);
        }

        mixed = (mixed + (ulong)key.Length) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }
}
