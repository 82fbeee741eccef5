using System.Text.Json.Nodes;
using PipelineKit.Tests.PullRequests.GitHub;

namespace PipelineKit.Tests.PullRequests.Azure;

/// <summary>Branches, commits, trees and pushes of the fake.</summary>
/// <param name="azure">Whose.</param>
internal sealed class FakeAzureRepository(FakeAzure azure)
{
    private const string Heads = "refs/heads/";
    private const string None = "0000000000000000000000000000000000000000";

    /// <summary>What is answered to the next move of a branch that is no move forward; null for success.</summary>
    internal string? ForceRefused { get; set; }

    internal bool IsEmpty => azure.Git.Branches.Count == 0;

    internal HttpResponseMessage? Serve(FakeAzureRequest request)
    {
        var path = request.Address.AbsolutePath;
        var rest = path.Length < FakeAzureRequest.Base.Length ? "" : path[FakeAzureRequest.Base.Length..];
        var query = request.Address.Query.TrimStart('?').Split('&').Select(q => q.Split('=', 2)).ToDictionary(q => q[0], q => Uri.UnescapeDataString(q[1]), StringComparer.Ordinal);
        return (request.Method, rest.Split('/')) switch
        {
            ("GET", [""]) => FakeAzure.Answer(200, IsEmpty ? new JsonObject { ["name"] = "shop" } : new JsonObject { ["name"] = "shop", ["defaultBranch"] = Heads + "main" }),
            ("GET", ["refs"]) => FakeAzure.Many(azure.Git.Branches.Where(b => ("heads/" + b.Key).StartsWith(query["filter"], StringComparison.Ordinal)).OrderBy(b => b.Key, StringComparer.Ordinal)
                .Select(b => new JsonObject { ["name"] = Heads + b.Key, ["objectId"] = b.Value })),
            ("POST", ["refs"]) => Move(request.Body!.AsArray()[0]!),
            ("GET", ["stats", "branches"]) => Compare(query["name"], query["baseVersionDescriptor.version"]),
            ("GET", ["commits", var id]) => FakeAzure.Answer(200, Commit(id, isWhole: true)),
            ("GET", ["trees", var id]) => Tree(id),
            ("GET", ["blobs", var id]) => new HttpResponseMessage { Content = new ByteArrayContent(azure.Git.Blobs[id]) { Headers = { { "Content-Type", "application/octet-stream" } } } },
            ("POST", ["pushes"]) => Push(request.Body!),
            ("POST", ["commits", var id, "statuses"]) => FakeAzure.Answer(201, Status(id, request.Body!)),
            _ => null,
        };
    }

    /// <summary>States that commits were given.</summary>
    internal List<(string Commit, JsonNode Status)> Statuses { get; } = [];

    private JsonNode Status(string commit, JsonNode status)
    {
        Statuses.Add((commit, status.DeepClone()));
        return status.DeepClone();
    }

    private HttpResponseMessage Move(JsonNode update)
    {
        var (name, from, to) = (update["name"]!.GetValue<string>()[Heads.Length..], update["oldObjectId"]!.GetValue<string>(), update["newObjectId"]!.GetValue<string>());
        var status = azure.Git.Branches.GetValueOrDefault(name, None) != from ? "staleOldObjectId" : ForceRefused ?? "succeeded";
        if (status == "succeeded" && to == None)
        {
            azure.Git.Branches.Remove(name);
        }
        else if (status == "succeeded")
        {
            azure.Git.Branches[name] = to;
        }

        return FakeAzure.Many([new JsonObject { ["name"] = Heads + name, ["oldObjectId"] = from, ["newObjectId"] = to, ["updateStatus"] = status, ["success"] = status == "succeeded" }]);
    }

    private HttpResponseMessage Compare(string branch, string other)
    {
        var git = azure.Git;
        if (!git.Branches.TryGetValue(branch, out var head) || !git.Branches.TryGetValue(other, out var start))
        {
            return FakeAzure.Error(404, $"TF401175: The version descriptor <Branch: {branch}> could not be resolved to a version in the repository shop.");
        }

        return FakeAzure.Answer(200, new JsonObject
        {
            ["commit"] = Commit(head, isWhole: false),
            ["name"] = branch,
            ["aheadCount"] = git.Ahead(head, start).Count,
            ["behindCount"] = git.Ahead(start, head).Count,
            ["isBaseVersion"] = false,
        });
    }

    private JsonObject Commit(string id, bool isWhole)
    {
        var commit = azure.Git.Commits[id];
        var (author, committer) = commit.By.Split('>') is [var wrote, var made] ? (wrote, made) : (commit.By, commit.By);
        var json = new JsonObject { ["commitId"] = id, ["author"] = Person(author), ["committer"] = Person(committer), ["comment"] = commit.Message };
        if (isWhole)
        {
            json["treeId"] = commit.Tree;
            json["parents"] = FakeAzure.List(commit.Parents.Select(p => (JsonNode)p));
        }

        return json;
    }

    private static JsonObject Person(string name) => new() { ["name"] = name, ["email"] = name + "@acme.example", ["date"] = "2026-11-21T08:00:00Z" };

    private HttpResponseMessage Tree(string id) => FakeAzure.Answer(200, new JsonObject
    {
        ["objectId"] = id,
        ["treeEntries"] = FakeAzure.List(azure.Git.Trees[id].Select(f => (JsonNode)new JsonObject
        {
            ["objectId"] = f.Value.Blob,
            ["relativePath"] = f.Key,
            ["mode"] = f.Value.Mode,
            ["gitObjectType"] = f.Value.Mode == "160000" ? "commit" : "blob",
        })),
    });

    // A branch that is not there may be given the commit it starts at; one that is there must stand at it.
    private HttpResponseMessage Push(JsonNode push)
    {
        var git = azure.Git;
        var name = push["refUpdates"]![0]!["name"]!.GetValue<string>()[Heads.Length..];
        var old = push["refUpdates"]![0]!["oldObjectId"]!.GetValue<string>();
        if (git.Branches.TryGetValue(name, out var head) && head != old)
        {
            return FakeAzure.Error(409, $"TF401028: The reference 'refs/heads/{name}' has already been updated by another client, so you cannot update it. Please try again.", "GitReferenceStaleException");
        }

        var tree = new SortedDictionary<string, FakeEntry>(old == None ? [] : git.Trees[git.Commits[old].Tree], StringComparer.Ordinal);
        var commit = push["commits"]![0]!;
        foreach (var change in commit["changes"]!.AsArray())
        {
            var (kind, path) = (change!["changeType"]!.GetValue<string>(), change["item"]!["path"]!.GetValue<string>()[1..]);
            if (tree.ContainsKey(path) != (kind != "add"))
            {
                return FakeAzure.Error(400, $"TF401{(kind == "add" ? "043" : "174")}: The path '/{path}' specified for the {kind} operation {(kind == "add" ? "already exists" : "does not exist")}.");
            }

            if (kind == "delete")
            {
                tree.Remove(path);
                continue;
            }

            tree[path] = new FakeEntry(tree.GetValueOrDefault(path)?.Mode ?? "100644", git.AddBlob(Convert.FromBase64String(change["newContent"]!["content"]!.GetValue<string>())));
        }

        var made = git.AddCommit(new FakeCommit(git.AddTree(tree), old == None ? [] : [old], commit["comment"]!.GetValue<string>(), "build"));
        git.Branches[name] = made;
        return FakeAzure.Answer(201, new JsonObject
        {
            ["commits"] = new JsonArray(new JsonObject { ["commitId"] = made }),
            ["refUpdates"] = new JsonArray(new JsonObject { ["name"] = Heads + name, ["oldObjectId"] = old, ["newObjectId"] = made }),
            ["pushId"] = 1,
        });
    }
}
