using System.Buffers;

namespace PipelineKit.Manifests.Rendered;

/// <summary>What readers of YAML 1.1 and 1.2 make of plain scalars.</summary>
internal static class PlainTypes
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789abcdefABCDEFxXoO_+-.:"u8);

    /// <summary>Null by the core schema (YAML 1.2.2, section 10.3.2).</summary>
    internal static bool IsNull(ReadOnlySpan<byte> plain) =>
        plain.Length switch
        {
            0 => true,
            1 => plain[0] == '~',
            4 => plain.SequenceEqual("null"u8) || plain.SequenceEqual("Null"u8) || plain.SequenceEqual("NULL"u8),
            _ => false,
        };

    /// <summary>Whether some reader takes it for something else than text. May say so of what none does, if it looks like a number.</summary>
    internal static bool IsOther(ReadOnlySpan<byte> plain) => IsNull(plain) || IsBoolean(plain) || IsNumber(plain);

    private static bool IsBoolean(ReadOnlySpan<byte> plain)
    {
        if (plain.Length > 5)
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[5];
        for (var i = 0; i < plain.Length; i++)
        {
            lower[i] = (byte)(plain[i] is >= (byte)'A' and <= (byte)'Z' ? plain[i] | 0x20 : plain[i]);
        }

        lower = lower[..plain.Length];
        return lower.SequenceEqual("true"u8) || lower.SequenceEqual("false"u8) || lower.SequenceEqual("yes"u8) || lower.SequenceEqual("no"u8)
            || lower.SequenceEqual("on"u8) || lower.SequenceEqual("off"u8) || lower.SequenceEqual("y"u8) || lower.SequenceEqual("n"u8);
    }

    private static bool IsNumber(ReadOnlySpan<byte> plain)
    {
        var first = plain[0];
        return first is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-' or (byte)'+'
            && (!plain.ContainsAnyExcept(NumberBytes) || plain.SequenceEqual(".inf"u8) || plain.SequenceEqual(".nan"u8));
    }
}
