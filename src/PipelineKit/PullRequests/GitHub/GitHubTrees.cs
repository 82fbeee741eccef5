using System.Globalization;
using System.Text;
using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>Reads folders and files of commits, many in one request.</summary>
/// <param name="client">Asks.</param>
internal sealed class GitHubTrees(GitHubClient client)
{
    private const int AtOnce = 60;

    // GitHub's own limit for one object of a repository.
    private const int MaximumBlob = 100 << 20;

    /// <summary>The files in the folders of these paths and in all folders above, for each of the commits.</summary>
    internal async Task<IReadOnlyList<BranchTree>> ReadAsync(IReadOnlyList<string> commits, IEnumerable<string> paths, CancellationToken cancellation)
    {
        var folders = FoldersOf(paths);
        var found = await ObjectsAsync([.. commits.SelectMany(c => folders.Select(f => $"{c}:{f}"))], [], cancellation);
        return [.. commits.Select((_, i) => TreeOf(folders, found, i * folders.Count))];
    }

    /// <summary>The content of regular files of a commit, by path; those that are not there are not in it.</summary>
    internal async Task<Dictionary<string, ReadOnlyMemory<byte>>> ContentsAsync(string commit, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (paths.Count == 0)
        {
            return files;
        }

        var folders = FoldersOf(paths);
        var found = await ObjectsAsync([.. folders.Select(f => $"{commit}:{f}")], [.. paths.Select(p => $"{commit}:{p}")], cancellation);
        var tree = TreeOf(folders, found, 0);
        for (var i = 0; i < paths.Count; i++)
        {
            if (tree[paths[i]] is { IsRegular: true } file)
            {
                files[paths[i]] = await ContentAsync(file.Id, found[folders.Count + i], cancellation);
            }
        }

        return files;
    }

    /// <summary>The paths of regular files below folders that end in <c>/</c>, sorted; <c>/</c> alone is the top.</summary>
    internal async Task<IReadOnlyList<string>> ListAsync(string commit, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        var listed = new SortedSet<string>(StringComparer.Ordinal);
        var found = folders.Count == 0 ? [] : await ObjectsAsync([.. folders.Select(f => $"{commit}:{f.TrimEnd('/')}")], [], cancellation);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i].Text("oid") is { } tree && found[i].At("entries").ValueKind == JsonValueKind.Array && GitNames.IsCommit(tree))
            {
                await AddAsync(listed, tree, folders[i].TrimStart('/'), cancellation);
            }
        }

        return [.. listed];
    }

    private async Task AddAsync(SortedSet<string> listed, string tree, string prefix, CancellationToken cancellation)
    {
        var answer = await client.SendAsync(GitHubRequest.Get(client.Place.Of($"git/trees/{tree}?recursive=1")) with { MaximumAnswer = 64 << 20 }, cancellation);
        if (!answer.IsSuccess)
        {
            throw GitHubRefusal.Of(client.Place, answer, "list the files of the repository", GitHubRefusal.Writing);
        }

        if (answer.Json.Flag("truncated"))
        {
            throw new FailureException(new Failure(
                FailureCodes.UnusableRepository, $"{client.Place.Repository} has more files below `{prefix}` than GitHub lists at once.", "Name folders with fewer files."));
        }

        foreach (var entry in answer.Json.Items("tree"))
        {
            if (entry.Text("mode") is "100644" or "100755" && entry.Text("path") is { } path)
            {
                listed.Add(prefix + path);
            }
        }
    }

    private static List<string> FoldersOf(IEnumerable<string> paths)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal) { "" };
        foreach (var path in paths)
        {
            for (var end = path.LastIndexOf('/'); end > 0 && folders.Add(path[..end]); end = path.LastIndexOf('/', end - 1))
            {
            }
        }

        return [.. folders];
    }

    private static BranchTree TreeOf(List<string> folders, JsonElement[] found, int start)
    {
        var tree = new BranchTree();
        for (var i = 0; i < folders.Count; i++)
        {
            foreach (var entry in found[start + i].Items("entries"))
            {
                var path = (folders[i].Length == 0 ? "" : folders[i] + "/") + entry.Text("name");
                var isFolder = entry.Text("type") == "tree";
                tree.Add(isFolder ? path + "/\0" : path, new TreeFile(isFolder ? "100644" : ModeOf(entry.Number("mode")), entry.Text("oid") ?? ""));
            }
        }

        return tree;
    }

    // A number, which is the mode itself; where its decimal digits look like a mode, they are the octal ones.
    private static string ModeOf(int mode) => mode >= 100_000 ? mode.ToString(CultureInfo.InvariantCulture) : Convert.ToString(mode, 8);

    private async Task<JsonElement[]> ObjectsAsync(IReadOnlyList<string> folders, IReadOnlyList<string> files, CancellationToken cancellation)
    {
        var found = new JsonElement[folders.Count + files.Count];
        for (var at = 0; at < found.Length; at += AtOnce)
        {
            var some = folders.Skip(at).Take(AtOnce).ToList();
            var others = files.Skip(Math.Max(0, at - folders.Count)).Take(AtOnce - some.Count).ToList();
            var repository = await client.AskAsync(GitHubQueries.Objects(some.Count, others.Count), j => Variables(j, some, others), cancellation);
            for (var i = 0; i < some.Count + others.Count; i++)
            {
                found[at + i] = repository.At(i < some.Count ? $"d{i}" : $"f{i - some.Count}");
            }
        }

        return found;
    }

    private void Variables(Utf8JsonWriter json, List<string> folders, List<string> files)
    {
        Name(json, client.Place);
        for (var i = 0; i < folders.Count; i++)
        {
            json.WriteString(string.Create(CultureInfo.InvariantCulture, $"d{i}"), folders[i]);
        }

        for (var i = 0; i < files.Count; i++)
        {
            json.WriteString(string.Create(CultureInfo.InvariantCulture, $"f{i}"), files[i]);
        }
    }

    /// <summary>The variables that name the repository.</summary>
    internal static void Name(Utf8JsonWriter json, GitHubPlace place)
    {
        json.WriteString("owner", place.Owner);
        json.WriteString("name", place.Name);
    }

    // The text is what GitHub made of the bytes; only when they hash to the id are they the same.
    private async Task<byte[]> ContentAsync(string id, JsonElement blob, CancellationToken cancellation)
    {
        if (blob is { ValueKind: JsonValueKind.Object } && !blob.Flag("isTruncated") && blob.Text("text") is { } text
            && Encoding.UTF8.GetBytes(text) is var bytes && GitObjectId.OfBlob(bytes, id.Length) == id)
        {
            return bytes;
        }

        if (!GitNames.IsCommit(id))
        {
            throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{client.Place.Api.Host} names an object of {client.Place.Repository} by no id of Git."));
        }

        var request = GitHubRequest.Get(client.Place.Of($"git/blobs/{id}")) with { Accept = GitHubRequest.Content, MaximumAnswer = MaximumBlob };
        var answer = await client.SendAsync(request, cancellation);
        return !answer.IsSuccess ? throw GitHubRefusal.Of(client.Place, answer, "read a file of the repository", GitHubRefusal.Writing)
            : GitObjectId.OfBlob(answer.Body, id.Length) == id ? answer.Body
            : throw new FailureException(new Failure(FailureCodes.DigestMismatch, $"{client.Place.Api.Host} gives other bytes than those of the object {id} of {client.Place.Repository}."));
    }
}
