using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.PullRequests;

/// <summary>The id Git gives to content: the hash of a header and the bytes.</summary>
internal static class GitObjectId
{
    /// <summary>No object: what a branch points to that is not there.</summary>
    internal const string None = "0000000000000000000000000000000000000000";

    /// <summary>The id of a file's content.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="hexLength">40 in a repository of SHA-1, 64 in one of SHA-256.</param>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The ids of Git's objects are SHA-1; they tell whether a file has to be written, and nothing is trusted for them.")]
    internal static string OfBlob(ReadOnlySpan<byte> content, int hexLength)
    {
        using var hash = IncrementalHash.CreateHash(hexLength == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")));
        hash.AppendData(content);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
