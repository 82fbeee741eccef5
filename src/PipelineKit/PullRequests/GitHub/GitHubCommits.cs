using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// Makes trees and commits by GitHub's Git database, without a checkout. Commits name no author, so that GitHub takes the one of the token, and signs those of Apps.
/// </summary>
/// <param name="client">Asks.</param>
internal sealed class GitHubCommits(GitHubClient client)
{
    /// <summary>The trailer that has the tree of a commit: who amends it changes the tree and not the trailer.</summary>
    internal const string TreeKey = "PipelineKit-Tree";

    // Large requests were seen to be answered with 502.
    private const int MaximumEntries = 200;
    private const int MaximumBytes = 1 << 20;
    private const int MaximumBlob = 40 << 20;

    /// <summary>The tree that changes give on top of another.</summary>
    /// <param name="baseTree">The other; null for none.</param>
    /// <param name="changes">At least one.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<string> TreeAsync(string? baseTree, TreeChanges changes, CancellationToken cancellation)
    {
        var tree = baseTree;
        foreach (var chunk in Chunks(changes.Writes))
        {
            var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var write in chunk.Where(w => !IsPlain(w.Content.Span)))
            {
                blobs[write.Path] = await BlobAsync(write, cancellation);
            }

            tree = await MakeAsync("git/trees", j => Tree(j, tree, chunk, blobs, []), cancellation);
        }

        foreach (var chunk in changes.Deletes.Chunk(MaximumEntries))
        {
            tree = await MakeAsync("git/trees", j => Tree(j, tree, [], [], chunk), cancellation);
        }

        return tree!;
    }

    /// <summary>Makes a commit that nothing refers to yet.</summary>
    internal Task<string> CommitAsync(string tree, string? parent, string message, CancellationToken cancellation) =>
        MakeAsync(
            "git/commits",
            j =>
            {
                j.WriteString("message", message);
                j.WriteString("tree", tree);
                GitHubRequest.Texts(j, "parents", parent is null ? [] : [parent]);
            },
            cancellation);

    // What some layer on the way might take for text to be mended goes as it is, in base64.
    private static bool IsPlain(ReadOnlySpan<byte> content) =>
        content.Length <= MaximumBytes && Utf8.IsValid(content) && !content.ContainsAny((byte)0, (byte)'\r') && !content.StartsWith("\uFEFF"u8);

    private static IEnumerable<List<TreeWrite>> Chunks(IReadOnlyList<TreeWrite> writes)
    {
        var chunk = new List<TreeWrite>();
        var bytes = 0;
        foreach (var write in writes)
        {
            if (chunk.Count == MaximumEntries || (chunk.Count > 0 && bytes + write.Content.Length > MaximumBytes))
            {
                yield return chunk;
                (chunk, bytes) = ([], 0);
            }

            chunk.Add(write);
            bytes += write.Content.Length;
        }

        if (chunk.Count > 0)
        {
            yield return chunk;
        }
    }

    private static void Tree(Utf8JsonWriter json, string? baseTree, List<TreeWrite> writes, Dictionary<string, string> blobs, string[] deletes)
    {
        if (baseTree is not null)
        {
            json.WriteString("base_tree", baseTree);
        }

        json.WriteStartArray("tree");
        foreach (var write in writes)
        {
            Entry(json, write.Path, write.Mode);
            if (blobs.TryGetValue(write.Path, out var blob))
            {
                json.WriteString("sha", blob);
            }
            else
            {
                json.WriteString("content", write.Content.Span);
            }

            json.WriteEndObject();
        }

        foreach (var path in deletes)
        {
            Entry(json, path, "100644");
            json.WriteNull("sha");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Entry(Utf8JsonWriter json, string path, string mode)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteString("mode", mode);
        json.WriteString("type", "blob");
    }

    private async Task<string> BlobAsync(TreeWrite write, CancellationToken cancellation)
    {
        if (write.Content.Length > MaximumBlob)
        {
            throw new FailureException(ProposalRules.At(write.Path, $"has more than the {MaximumBlob >> 20} MiB that GitHub takes for one file"));
        }

        var id = await MakeAsync(
            "git/blobs",
            j =>
            {
                j.WriteBase64String("content", write.Content.Span);
                j.WriteString("encoding", "base64");
            },
            cancellation);
        return id == GitObjectId.OfBlob(write.Content.Span, id.Length)
            ? id
            : throw new FailureException(new Failure(FailureCodes.DigestMismatch, $"{client.Place.Api.Host} stored other bytes than those of `{write.Path}`."));
    }

    private async Task<string> MakeAsync(string path, Action<Utf8JsonWriter> body, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(GitHubRequest.Post(client.Place.Of(path), body), cancellation);
        return answer.Status == 201 && answer.Json.Text("sha") is { } id && GitNames.IsCommit(id)
            ? id
            : throw GitHubRefusal.Of(client.Place, answer, "make a commit", GitHubRefusal.Writing);
    }

    /// <summary>The message of a commit of a tree.</summary>
    internal static string Message(string title, string body, IEnumerable<(string Key, string Value)> trailers, string tree) =>
        Encoding.UTF8.GetString(CommitMessage.Of(title, body, [.. trailers, (TreeKey, tree)]));
}
