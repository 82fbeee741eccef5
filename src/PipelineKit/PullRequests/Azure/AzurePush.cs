using System.Text.Json;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.Azure;

/// <summary>Makes a commit and moves its branch, in one request that names where the branch must stand.</summary>
internal static class AzurePush
{
    /// <summary>Does it.</summary>
    /// <param name="client">Asks.</param>
    /// <param name="branch">Made when it is not there.</param>
    /// <param name="parent">The commit to build on and the one the branch must stand at, when it is there; null for a branch without history.</param>
    /// <param name="message">Of the commit.</param>
    /// <param name="changes">What it changes.</param>
    /// <param name="cancellation">Until it is sent.</param>
    /// <returns>The commit; null when the branch stands elsewhere by now.</returns>
    internal static async Task<string?> MakeAsync(AzureClient client, string branch, string? parent, string message, TreeChanges changes, CancellationToken cancellation)
    {
        var request = AzureRequest.Post(client.Place.Of("pushes"), AzureRequest.Object(json => Write(json, branch, parent, message, changes)));
        var answer = await client.SendAsync(request, cancellation);
        if (answer.IsSuccess)
        {
            var made = answer.Json.Items("refUpdates").FirstOrDefault().Text("newObjectId") ?? answer.Json.Items("commits").FirstOrDefault().Text("commitId");
            return made is not null && GitNames.IsCommit(made) ? made : throw AzureRefusal.Of(client.Place, answer, "push");
        }

        // TF401028: the ref was updated by somebody else; TF401035: its commit is not the old one.
        if (answer.Status == 409 || answer.Says("TF401028") || answer.Says("TF401035") || answer.Json.Text("typeKey") == "GitReferenceStaleException")
        {
            return await DoneAsync(client, branch, parent, message, changes, cancellation);
        }

        throw answer.Says("TF402455") || answer.Says("TF402456")
            ? new FailureException(new Failure(
                FailureCodes.BranchConflict, $"The branch `{branch}` of {client.Place.Name} takes changes by pull requests only. It says: {answer.Message}",
                "Give another branch, or let the identity of the pipeline bypass the policies of this one."))
            : AzureRefusal.Of(client.Place, answer, "push");
    }

    // The answer to a push that was repeated: the branch stands where this very push, or another of the same content, left it.
    private static async Task<string?> DoneAsync(AzureClient client, string branch, string? parent, string message, TreeChanges changes, CancellationToken cancellation)
    {
        if (await new AzureRefs(client).HeadAsync(branch, cancellation) is not { } head || head == parent)
        {
            return null;
        }

        var commit = (await client.MustAsync(AzureRequest.Get(client.Place.Of("commits/" + head)), "read a commit", cancellation)).Json;
        var before = commit.Items("parents").FirstOrDefault();
        if (commit.Text("comment")?.Trim() != message.Trim() || (before.ValueKind == JsonValueKind.String ? before.GetString() : null) != parent)
        {
            return null;
        }

        var tree = await AzureTree.ReadAsync(client, head, cancellation);
        return changes.Writes.All(w => tree.Files[w.Path]?.Id == GitObjectId.OfBlob(w.Content.Span, head.Length)) && changes.Deletes.All(d => tree.Files[d] is null) ? head : null;
    }

    private static void Write(Utf8JsonWriter json, string branch, string? parent, string message, TreeChanges changes)
    {
        json.WriteStartArray("refUpdates");
        json.WriteStartObject();
        json.WriteString("name", "refs/heads/" + branch);
        json.WriteString("oldObjectId", parent ?? GitObjectId.None);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("commits");
        json.WriteStartObject();
        json.WriteString("comment", message);
        json.WriteStartArray("changes");
        var kinds = changes.Changes.ToDictionary(c => c.Path, c => c.Kind, StringComparer.Ordinal);
        foreach (var write in changes.Writes)
        {
            Change(json, kinds[write.Path] == ChangeKind.Added ? "add" : "edit", write.Path, write.Content);
        }

        foreach (var path in changes.Deletes)
        {
            Change(json, "delete", path, content: null);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Change(Utf8JsonWriter json, string kind, string path, ReadOnlyMemory<byte>? content)
    {
        json.WriteStartObject();
        json.WriteString("changeType", kind);
        json.WriteStartObject("item");
        json.WriteString("path", "/" + path);
        json.WriteEndObject();
        if (content is { } bytes)
        {
            json.WriteStartObject("newContent");
            json.WriteBase64String("content", bytes.Span);
            json.WriteString("contentType", "base64Encoded");
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
