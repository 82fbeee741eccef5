using System.Security.Cryptography;

namespace PipelineKit.Sigstore;

/// <summary>Length and hashes that signed metadata gives to a file.</summary>
/// <param name="Length">Bytes, or null when it is not said.</param>
/// <param name="Sha256">Lower-case hexadecimal, or null.</param>
/// <param name="Sha512">Lower-case hexadecimal, or null.</param>
internal sealed record TufHashes(long? Length, string? Sha256, string? Sha512)
{
    /// <summary>Reads <c>length</c> and <c>hashes</c>; hashes that are all of unknown kinds are refused, since nothing would be checked.</summary>
    internal static TufHashes Read(TufNode node)
    {
        var length = node.Optional("length")?.Number(least: 0);
        if (node.Optional("hashes") is not { } hashes)
        {
            return new(length, null, null);
        }

        var read = new TufHashes(length, Hex(hashes.Optional("sha256"), SHA256.HashSizeInBytes), Hex(hashes.Optional("sha512"), SHA512.HashSizeInBytes));
        return read.Sha256 is null && read.Sha512 is null ? throw hashes.Wrong($"{hashes.Path} has neither sha256 nor sha512") : read;
    }

    /// <summary>Throws when the bytes are others than these.</summary>
    /// <param name="role">For the error.</param>
    /// <param name="bytes">The file.</param>
    internal void Check(string role, ReadOnlySpan<byte> bytes)
    {
        if (Problem(bytes) is { } problem)
        {
            throw new TufException(TufProblem.Mismatch, role, problem);
        }
    }

    /// <summary>What differs, or null.</summary>
    internal string? Problem(ReadOnlySpan<byte> bytes)
    {
        if (Length is { } length && length != bytes.Length)
        {
            return $"the file has {bytes.Length} bytes, and signed metadata says {length}";
        }

        if (Sha256 is not null && Sha256 != Convert.ToHexStringLower(SHA256.HashData(bytes)))
        {
            return $"the file's SHA-256 is not {Sha256}, which signed metadata says";
        }

        return Sha512 is not null && Sha512 != Convert.ToHexStringLower(SHA512.HashData(bytes)) ? $"the file's SHA-512 is not {Sha512}, which signed metadata says" : null;
    }

    // The text is part of addresses and file names: only lower-case hexadecimal of its one length passes.
    private static string? Hex(TufNode? node, int size)
    {
        if (node is not { } value)
        {
            return null;
        }

        var text = value.Text();
        return text.Length == 2 * size && text.All(char.IsAsciiHexDigitLower) ? text : throw value.Wrong($"{value.Path} is not {size} bytes in lower-case hexadecimal");
    }
}
