using System.Runtime.CompilerServices;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The members of an object that its reader looks at, at most 64. Found by length first: most names have no other of theirs.</summary>
internal sealed class MemberTable
{
    private const int LongestName = 64;
    private readonly byte[][] _names;
    private readonly (ulong Head, ulong Tail)[] _ends;
    private readonly int[][] _byLength = new int[LongestName + 1][];

    /// <summary>A table of these names; the answer of <see cref="Find(ref JsonScan)"/> is the place in this list. A null leaves its place out.</summary>
    public MemberTable(params string?[] names)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(names.Length, 64, nameof(names));
        _names = Array.ConvertAll(names, name => Encoding.UTF8.GetBytes(name ?? ""));
        _ends = new (ulong Head, ulong Tail)[_names.Length];
        for (var i = 0; i < _names.Length; i++)
        {
            if (names[i] is not null)
            {
                var length = _names[i].Length;
                _ends[i] = Ends(_names[i]);
                _byLength[length] = [.. _byLength[length] ?? [], i];
            }
        }
    }

    /// <summary>The place of the member name the reader is at; -1 when it is none of these.</summary>
    public int Find(ref JsonScan reader) => reader.ValueIsEscaped ? FindEscaped(reader.ValueSpan, reader.TokenStartIndex) : Find(reader.ValueSpan);

    /// <summary>The place of a name that is written with escapes, which is the same name: otherwise it could stand twice.</summary>
    /// <param name="written">As it is written.</param>
    /// <param name="start">Where its token begins.</param>
    public int FindEscaped(ReadOnlySpan<byte> written, long start)
    {
        if (written.Length > LongestName * 6)
        {
            return -1;
        }

        Span<byte> name = stackalloc byte[LongestName * 6];
        return Find(name[..JsonRead.Unescape(written, name, start)]);
    }

    /// <summary>The place of a name; -1 when it is none of these.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        if (name.Length <= LongestName && _byLength[name.Length] is { } places)
        {
            var (head, tail) = Ends(name);
            foreach (var place in places)
            {
                ref var ends = ref _ends[place];
                if (ends.Head == head && ends.Tail == tail && (name.Length <= 2 * sizeof(ulong) || name.SequenceEqual(_names[place])))
                {
                    return place;
                }
            }
        }

        return -1;
    }

    /// <summary>All bytes of a name of a known length of at most 16, the first and last eight of a longer one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (ulong Head, ulong Tail) Ends(ReadOnlySpan<byte> name) => name.Length switch
    {
        >= sizeof(ulong) => (BitConverter.ToUInt64(name), BitConverter.ToUInt64(name[^sizeof(ulong)..])),
        >= sizeof(uint) => (BitConverter.ToUInt32(name), BitConverter.ToUInt32(name[^sizeof(uint)..])),
        >= sizeof(ushort) => (BitConverter.ToUInt16(name), BitConverter.ToUInt16(name[^sizeof(ushort)..])),
        1 => (name[0], 0),
        _ => (0, 0),
    };
}
