namespace PipelineKit.Sigstore;

/// <summary>Bytes that an interpolated text shows as lower-case hex, without a string of their own.</summary>
internal readonly struct Hex(ReadOnlyMemory<byte> bytes) : ISpanFormattable, IUtf8SpanFormattable
{
    /// <inheritdoc />
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(bytes.Span, destination, out charsWritten);

    /// <inheritdoc />
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Convert.TryToHexStringLower(bytes.Span, utf8Destination, out bytesWritten);

    /// <inheritdoc />
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc />
    public override string ToString() => Convert.ToHexStringLower(bytes.Span);
}
