using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.Azure;

/// <summary>A commit with its files.</summary>
/// <param name="Id">The commit; null for nothing yet.</param>
/// <param name="Parents">The commits it was made on.</param>
/// <param name="Files">Its files.</param>
internal sealed record AzureTree(string? Id, IReadOnlyList<string> Parents, BranchTree Files)
{
    /// <summary>No commit and no files.</summary>
    internal static AzureTree Empty => new(Id: null, [], new BranchTree()) { Paths = [] };

    /// <summary>Paths of regular files, sorted.</summary>
    internal required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Reads commit and tree.</summary>
    internal static async Task<AzureTree> ReadAsync(AzureClient client, string commit, CancellationToken cancellation)
    {
        var read = (await client.MustAsync(AzureRequest.Get(client.Place.Of("commits/" + commit)), "read a commit", cancellation)).Json;
        if (read.Text("treeId") is not { } tree || !GitNames.IsCommit(tree))
        {
            throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{client.Place.Project.Host} does not say which tree the commit {commit} has."));
        }

        var listing = (await client.MustAsync(AzureRequest.Get(client.Place.Of($"trees/{tree}?recursive=true")), "read a tree", cancellation)).Json;
        var (files, paths) = (new BranchTree(), new List<string>());
        foreach (var entry in listing.Items("treeEntries"))
        {
            if (entry.Text("gitObjectType") is "blob" or "commit" && entry.Text("relativePath") is { } path && entry.Text("mode") is { } mode && entry.Text("objectId") is { } id && GitNames.IsCommit(id))
            {
                var file = new TreeFile(mode, id);
                files.Add(path, file);
                if (file.IsRegular)
                {
                    paths.Add(path);
                }
            }
        }

        paths.Sort(StringComparer.Ordinal);
        return new AzureTree(commit, [.. read.Items("parents").Where(p => p.ValueKind == JsonValueKind.String).Select(p => p.GetString()!)], files) { Paths = paths };
    }

    /// <summary>The bytes of a file of it; null when it is not there, or no regular file.</summary>
    internal async Task<ReadOnlyMemory<byte>?> ContentAsync(AzureClient client, string path, CancellationToken cancellation)
    {
        if (Files[path] is not { IsRegular: true } file)
        {
            return null;
        }

        var request = AzureRequest.Get(client.Place.Of($"blobs/{file.Id}?$format=octetstream")) with { Accept = "application/octet-stream" };
        var content = (await client.MustAsync(request, "read a file", cancellation)).Body;
        return GitObjectId.OfBlob(content, file.Id.Length) == file.Id ? content : throw new FailureException(new Failure(
            FailureCodes.DigestMismatch, $"{client.Place.Project.Host} gives other bytes for `{path}` than those of its commit {Id}."));
    }
}
