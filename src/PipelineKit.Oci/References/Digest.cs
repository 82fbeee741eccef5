using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PipelineKit.Oci;

/// <summary>
/// A content digest, <c>algorithm:hex</c> (OCI image specification, descriptor.md, "Digests"). Only the registered
/// algorithms sha256 and sha512 exist, with lower-case hex of the right length; no other value can be made.
/// </summary>
public sealed class Digest : IEquatable<Digest>
{
    internal static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private Digest(string text) => Text = text;

    /// <summary><c>algorithm:hex</c>.</summary>
    public string Text { get; }

    /// <summary><c>sha256</c> or <c>sha512</c>.</summary>
    public string Algorithm => Text[..Text.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>The hex part, lower-case.</summary>
    public string Hex => Text[(Text.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Whether both are the same digest, or both null.</summary>
    public static bool operator ==(Digest? left, Digest? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Digest? left, Digest? right) => !(left == right);

    /// <summary>Parses <c>algorithm:hex</c>; upper-case hex, other lengths and other algorithms are refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = text is not null && IsValid(text) ? new Digest(text) : null;
        return digest is not null;
    }

    /// <summary>Parses <c>algorithm:hex</c>; throws <see cref="FormatException"/>.</summary>
    public static Digest Parse(string text) =>
        TryParse(text, out var digest) ? digest : throw new FormatException($"`{text}` is not a digest (sha256: and 64, or sha512: and 128 lower-case hex digits)");

    /// <summary>The sha256 digest of these bytes.</summary>
    public static Digest Sha256(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return new Digest("sha256:" + Convert.ToHexStringLower(hash));
    }

    /// <summary>The digest of these bytes by this digest's own algorithm.</summary>
    public Digest OfSameAlgorithm(ReadOnlySpan<byte> content)
    {
        if (Algorithm == "sha256")
        {
            return Sha256(content);
        }

        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        SHA512.HashData(content, hash);
        return new Digest("sha512:" + Convert.ToHexStringLower(hash));
    }

    /// <inheritdoc />
    public bool Equals(Digest? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Digest);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Text;

    private static bool IsValid(string text)
    {
        var length = text.StartsWith("sha256:", StringComparison.Ordinal) ? 64 : text.StartsWith("sha512:", StringComparison.Ordinal) ? 128 : -1;
        return length > 0
            && text.Length == 7 + length
            && !text.AsSpan(7).ContainsAnyExcept(LowerHex);
    }
}
