using System.Buffers;

namespace PipelineKit.Sigstore;

/// <summary>Hexadecimal text in the one spelling that is accepted: lower-case.</summary>
internal static class HexText
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether it is this many bytes.</summary>
    internal static bool Is(string text, int bytes) => text.Length == 2 * bytes && !text.AsSpan().ContainsAnyExcept(Digits);

    /// <summary>Whether it is any number of whole bytes.</summary>
    internal static bool IsWhole(string text) => Is(text, text.Length / 2);
}
