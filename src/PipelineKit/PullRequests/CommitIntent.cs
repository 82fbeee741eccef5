using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PipelineKit.PullRequests;

/// <summary>
/// The trailer by which a commit is known to be this program's: the hash of what was asked for. A branch whose commits all have it may be built anew or deleted; commits of people are kept.
/// </summary>
internal static class CommitIntent
{
    /// <summary>The key of the trailer.</summary>
    internal const string Key = "PipelineKit-Intent";

    private const string Start = Key + ": sha256:";
    private const int HexLength = 64;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    /// <summary>The value of the trailer: <c>sha256:</c> and the hash of branch, base and files (sorted by path, each part with its length before it).</summary>
    internal static string Of(ChangeProposal proposal)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(proposal.Branch));
        Add(hash, Encoding.UTF8.GetBytes(proposal.BaseBranch ?? ""));
        foreach (var file in proposal.Changes.Files.OrderBy(f => f.Path, StringComparer.Ordinal))
        {
            Add(hash, Encoding.UTF8.GetBytes(file.Path));
            hash.AppendData(file.Content is null ? "-"u8 : "+"u8);
            Add(hash, (file.Content ?? default).Span);
        }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a trailer says that these very contents were asked for, whoever has moved or amended the commit since.</summary>
    /// <param name="proposal">Names branch, base and files.</param>
    /// <param name="contents">The files as they are on the branch.</param>
    /// <param name="intent">The value of the last trailer on the branch; null for none.</param>
    internal static bool IsOf(ChangeProposal proposal, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents, string? intent) =>
        intent is not null
        && Of(proposal with { Changes = new ChangeSet([.. proposal.Changes.Files.Select(f => new FileChange(f.Path, contents.TryGetValue(f.Path, out var content) ? content : null))]) }) == intent;

    /// <summary>The trailers of the commit: those of the proposal, and this one when it is not among them.</summary>
    internal static IReadOnlyList<(string Key, string Value)> Trailers(ChangeProposal proposal) =>
        proposal.Trailers.Any(t => t.Key == Key) ? proposal.Trailers : [.. proposal.Trailers, (Key, Of(proposal))];

    /// <summary>The value of the trailer in the last paragraph of a commit message, or null.</summary>
    internal static string? Find(string message)
    {
        foreach (var line in message.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Reverse().TakeWhile(l => l.Length > 0))
        {
            if (line.Length == Start.Length + HexLength && line.StartsWith(Start, StringComparison.Ordinal) && !line.AsSpan(Start.Length).ContainsAnyExcept(LowerHex))
            {
                return line[(Key.Length + 2)..];
            }
        }

        return null;
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
