using System.Text;

namespace PipelineKit.Evidence;

/// <summary>The members of an object that its reader looks at, at most 64. Found by length first: most names have no other of theirs.</summary>
internal sealed class MemberTable
{
    private const int LongestName = 64;
    private readonly byte[][] _names;
    private readonly int[][] _byLength = new int[LongestName + 1][];

    /// <summary>A table of these names; the answer of <see cref="Find(ref JsonScan)"/> is the place in this list. A null leaves its place out.</summary>
    public MemberTable(params string?[] names)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(names.Length, 64, nameof(names));
        _names = Array.ConvertAll(names, name => Encoding.UTF8.GetBytes(name ?? ""));
        for (var i = 0; i < _names.Length; i++)
        {
            if (names[i] is not null)
            {
                var length = _names[i].Length;
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
            foreach (var place in places)
            {
                if (name.SequenceEqual(_names[place]))
                {
                    return place;
                }
            }
        }

        return -1;
    }
}
