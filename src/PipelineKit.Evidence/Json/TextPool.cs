using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>
/// Makes strings of texts, and the same string of a text that came a short while ago: names, versions, sources repeat a thousandfold. A table of bounded size in which a newer text takes the place of an older one,
/// so that no document can make it large or slow.
/// </summary>
internal sealed class TextPool
{
    private const int LongestShared = 200;
    private const int MostPlaces = 1 << 17;
    private string?[] _recent = new string?[1 << 11];
    private int _made;

    /// <summary>The text or member name the reader is at.</summary>
    public string Get(ref JsonScan reader) => Get(reader.ValueSpan, reader.ValueIsEscaped, reader.TokenStartIndex);

    /// <summary>A text or member name.</summary>
    /// <param name="bytes">As it is written.</param>
    /// <param name="isEscaped">Whether it has escapes.</param>
    /// <param name="start">Where its token begins.</param>
    public string Get(ReadOnlySpan<byte> bytes, bool isEscaped, long start)
    {
        if (!isEscaped)
        {
            return bytes.Length <= LongestShared ? Get(bytes) : Encoding.UTF8.GetString(bytes);
        }

        var target = bytes.Length <= 512 ? stackalloc byte[bytes.Length] : new byte[bytes.Length];
        var length = JsonRead.Unescape(bytes, target, start);
        return length <= LongestShared ? Get(target[..length]) : Encoding.UTF8.GetString(target[..length]);
    }

    /// <summary>The string of this UTF-8 text.</summary>
    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return "";
        }

        var at = Hash(text) & (uint)(_recent.Length - 1);
        var known = _recent[at];
        if (known is not null && Is(known, text))
        {
            return known;
        }

        var second = _recent[at ^ 1];
        if (second is not null && Is(second, text))
        {
            return second;
        }

        var made = Encoding.UTF8.GetString(text);
        if (++_made > _recent.Length / 2 && _recent.Length < MostPlaces)
        {
            // What was known is not taken over: it comes again where it matters.
            _recent = new string?[_recent.Length * 4];
            at = Hash(text) & (uint)(_recent.Length - 1);
            known = null;
        }

        // Two that share a place must not drive each other out again and again.
        (_recent[at ^ 1], _recent[at]) = (known ?? _recent[at ^ 1], made);
        return made;
    }

    // A text that is not ASCII is none of them: it is made anew.
    private static bool Is(string known, ReadOnlySpan<byte> text)
    {
        if (known.Length != text.Length)
        {
            return false;
        }

        ref var bytes = ref MemoryMarshal.GetReference(text);
        ref var characters = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(known.AsSpan()));
        if (text.Length < Vector128<byte>.Count)
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (Unsafe.Add(ref bytes, i) != Unsafe.Add(ref characters, i) || Unsafe.Add(ref bytes, i) >= 0x80)
                {
                    return false;
                }
            }

            return true;
        }

        for (var at = 0; ; at = Math.Min(at + Vector128<byte>.Count, text.Length - Vector128<byte>.Count))
        {
            var block = Vector128.LoadUnsafe(ref bytes, (nuint)at);
            var (lower, upper) = Vector128.Widen(block);
            if (block.ExtractMostSignificantBits() != 0
                || lower != Vector128.LoadUnsafe(ref characters, (nuint)at)
                || upper != Vector128.LoadUnsafe(ref characters, (nuint)at + (nuint)Vector128<ushort>.Count))
            {
                return false;
            }

            if (at == text.Length - Vector128<byte>.Count)
            {
                return true;
            }
        }
    }

    /// <summary>Spreads texts over a table of bounded size; who chooses texts can make all of them fall on one place.</summary>
    internal static uint Hash(string text) => Hash(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Spreads texts over a table.</summary>
    internal static uint Hash(ReadOnlySpan<byte> text)
    {
        const ulong Factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)text.Length;
        while (text.Length >= sizeof(ulong))
        {
            hash = (hash ^ BitConverter.ToUInt64(text)) * Factor;
            hash ^= hash >> 29;
            text = text[sizeof(ulong)..];
        }

        foreach (var b in text)
        {
            hash = (hash ^ b) * Factor;
        }

        return (uint)(hash >> 32);
    }
}
