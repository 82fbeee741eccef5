using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using PipelineKit.PullRequests;
using static PipelineKit.Tests.PullRequests.GitHub.FakeGitHub;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>The GraphQL half of the fake; it knows the operations by their names. Whether the texts are right is asked of GitHub's schema elsewhere.</summary>
internal sealed class FakeGitHubGraph(FakeGitHub hub)
{
    private FakeGit Git => hub.Git;

    /// <summary>Why a branch is not moved, by its new commit; null where it may.</summary>
    internal Func<string, string, string?> Rule { get; set; } = (_, _) => null;

    /// <summary>Why a pull request is not merged by itself, call by call; empty when it may be.</summary>
    internal Queue<string> AutoMergeErrors { get; } = new();

    internal List<string> Enqueued { get; } = [];

    internal HttpResponseMessage Answer(JsonNode request)
    {
        var query = request["query"]!.GetValue<string>();
        var variables = request["variables"]!;
        return query.Split(' ', '(')[1] switch
        {
            "Branch" => Repository(Branch(variables)),
            "Reference" => Repository(Reference(variables)),
            "Objects" => Repository(Objects(variables)),
            "UpdateRefs" => Update(variables["input"]!["refUpdates"]!.AsArray().Single()!),
            "CreateCommit" => Commit(variables["input"]!),
            "EnableAutoMerge" => AutoMerge(variables["input"]!),
            "Enqueue" => Enqueue(variables["input"]!),
            "UpdateComment" => Comment(variables["input"]!),
            var other => throw new InvalidOperationException($"nobody told what to answer to: graphql {other}"),
        };
    }

    /// <summary>The files below a folder, by their path in it; the id of a folder is that of the tree of the top, a colon and its path.</summary>
    internal static SortedDictionary<string, FakeEntry> FolderOf(FakeGit git, string id)
    {
        var (tree, prefix) = git.Folders[id];
        return new SortedDictionary<string, FakeEntry>(
            git.Trees[tree].Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(f => f.Key[prefix.Length..], f => f.Value), StringComparer.Ordinal);
    }

    private static HttpResponseMessage Repository(JsonObject repository) => FakeGitHub.Answer(200, new JsonObject { ["data"] = new JsonObject { ["repository"] = repository } });

    private static HttpResponseMessage Done(string name, JsonObject? payload = null) => FakeGitHub.Answer(200, new JsonObject { ["data"] = new JsonObject { [name] = payload ?? [] } });

    internal static HttpResponseMessage Error(string message, string? type = null) =>
        FakeGitHub.Answer(200, new JsonObject { ["data"] = null, ["errors"] = List([new JsonObject { ["message"] = message, ["type"] = type }]) });

    private JsonObject Branch(JsonNode variables)
    {
        var branch = variables["branch"]!.GetValue<string>();
        var isNamed = variables["named"]!.GetValue<bool>();
        var answer = new JsonObject
        {
            ["id"] = "R_1",
            ["defaultBranchRef"] = Git.Branches.ContainsKey("main") ? isNamed ? new JsonObject { ["name"] = "main" } : Base("main", branch) : null,
            ["head"] = Target(branch),
            ["pullRequests"] = new JsonObject { ["nodes"] = List(hub.Pulls.Where(p => p.State == "open" && p.Branch == branch).Select(p => (JsonNode?)Discussion(p))) },
        };
        if (isNamed)
        {
            answer["base"] = Base(variables["base"]!.GetValue<string>()["refs/heads/".Length..], branch);
        }

        return answer;
    }

    private JsonObject? Base(string name, string branch)
    {
        var found = Target(name);
        if (found is null)
        {
            return null;
        }

        found["name"] = name;
        if (Git.Branches.TryGetValue(branch, out var head))
        {
            var ahead = Git.Ahead(head, Git.Branches[name]);
            found["compare"] = new JsonObject
            {
                ["aheadBy"] = ahead.Count,
                ["behindBy"] = Git.Ahead(Git.Branches[name], head).Count,
                ["headTarget"] = new JsonObject { ["oid"] = head },
                ["commits"] = new JsonObject { ["nodes"] = List(ahead.Take(100).Select(c => (JsonNode?)CommitOf(c))) },
            };
        }

        return found;
    }

    private JsonObject CommitOf(string id)
    {
        var commit = Git.Commits[id];
        return new JsonObject
        {
            ["oid"] = id,
            ["message"] = commit.Message,
            ["tree"] = new JsonObject { ["oid"] = commit.Tree },
            ["parents"] = new JsonObject { ["nodes"] = List(commit.Parents.Select(p => (JsonNode?)new JsonObject { ["oid"] = p })) },
        };
    }

    private JsonObject Discussion(FakePull pull) => new()
    {
        ["number"] = pull.Number,
        ["isCrossRepository"] = false,
        ["reviews"] = new JsonObject { ["nodes"] = List(pull.Reviews.Select(r => (JsonNode?)new JsonObject { ["author"] = new JsonObject { ["login"] = r["user"]!["login"]!.GetValue<string>() } })) },
        ["comments"] = new JsonObject { ["nodes"] = List(pull.Comments.Select((c, i) => (JsonNode?)new JsonObject { ["id"] = $"C_{pull.Number}_{i}", ["body"] = c.Body, ["viewerDidAuthor"] = c.By == hub.Login })) },
    };

    private JsonObject? Target(string branch) => Git.Branches.TryGetValue(branch, out var head)
        ? new JsonObject { ["name"] = branch, ["target"] = new JsonObject { ["oid"] = head, ["tree"] = new JsonObject { ["oid"] = Git.Commits[head].Tree } } }
        : null;

    private JsonObject Reference(JsonNode variables) => new()
    {
        ["id"] = "R_1",
        ["defaultBranchRef"] = Target("main"),
        ["head"] = Target(variables["head"]!.GetValue<string>()["refs/heads/".Length..]),
    };

    private JsonObject Objects(JsonNode variables)
    {
        var answer = new JsonObject();
        foreach (var (name, value) in variables.AsObject().Where(v => v.Key is not ("owner" or "name")))
        {
            var (commit, path) = (value!.GetValue<string>()[..40], value.GetValue<string>()[41..]);
            answer[name] = name[0] == 'd' ? Folder(Git.Commits[commit].Tree, path) : Blob(Git.Trees[Git.Commits[commit].Tree].GetValueOrDefault(path));
        }

        return answer;
    }

    private JsonObject? Folder(string tree, string path)
    {
        var prefix = path.Length == 0 ? "" : path + "/";
        var below = Git.Trees[tree].Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(f => (Below: f.Key[prefix.Length..], File: f.Value)).ToList();
        if (below.Count == 0 && path.Length > 0)
        {
            return null;
        }

        var id = GitObjectId.OfBlob(Encoding.UTF8.GetBytes(tree + path), 40);
        Git.Folders[id] = (tree, prefix);
        var files = below.Where(f => !f.Below.Contains('/', StringComparison.Ordinal)).Select(f => (JsonNode?)Entry(f.Below, Convert.ToInt32(f.File.Mode, 8), f.File.Mode == "160000" ? "commit" : "blob", f.File.Blob));
        var folders = below.Where(f => f.Below.Contains('/', StringComparison.Ordinal)).Select(f => f.Below.Split('/')[0]).Distinct(StringComparer.Ordinal).Select(f => (JsonNode?)Entry(f, 16384, "tree", GitObjectId.None));
        return new JsonObject { ["oid"] = id, ["entries"] = List(files.Concat(folders).ToList()) };
    }

    private static JsonObject Entry(string name, int mode, string type, string id) => new() { ["name"] = name, ["mode"] = mode, ["type"] = type, ["oid"] = id };

    private JsonObject? Blob(FakeEntry? entry) => entry is null ? null : new JsonObject
    {
        ["oid"] = entry.Blob,
        ["byteSize"] = Git.Blobs[entry.Blob].Length,
        ["isBinary"] = Git.Blobs[entry.Blob].Contains((byte)0),
        ["isTruncated"] = Git.Blobs[entry.Blob].Length > 500_000,
        ["text"] = Utf8.IsValid(Git.Blobs[entry.Blob]) && !Git.Blobs[entry.Blob].Contains((byte)0) ? Encoding.UTF8.GetString(Git.Blobs[entry.Blob].AsSpan(0, Math.Min(500_000, Git.Blobs[entry.Blob].Length))) : null,
    };

    private HttpResponseMessage Update(JsonNode update)
    {
        var branch = update["name"]!.GetValue<string>()["refs/heads/".Length..];
        var (before, after) = (update["beforeOid"]!.GetValue<string>(), update["afterOid"]!.GetValue<string>());
        if (Git.Branches.GetValueOrDefault(branch) != before)
        {
            return Error($"Reference update failed: {branch} is not at {before}", "UNPROCESSABLE");
        }

        if (Rule(branch, after) is { } problem)
        {
            return Error(problem, "UNPROCESSABLE");
        }

        if (after == GitObjectId.None)
        {
            Git.Branches.Remove(branch);
            return Done("updateRefs");
        }

        if (!update["force"]!.GetValue<bool>() && Git.Ahead(before, after).Count > 0)
        {
            return Error("Update is not a fast forward", "UNPROCESSABLE");
        }

        Git.Branches[branch] = after;
        return Done("updateRefs");
    }

    private HttpResponseMessage Commit(JsonNode input)
    {
        var branch = input["branch"]!["branchName"]!.GetValue<string>();
        if (Git.Branches.GetValueOrDefault(branch) != input["expectedHeadOid"]!.GetValue<string>())
        {
            return Error($"Expected branch to point to \"{input["expectedHeadOid"]}\" but it did not. Pull and try again.", "STALE_DATA");
        }

        var files = new SortedDictionary<string, FakeEntry>(Git.Trees[Git.Commits[Git.Branches[branch]].Tree], StringComparer.Ordinal);
        foreach (var addition in input["fileChanges"]!["additions"]!.AsArray())
        {
            files[addition!["path"]!.GetValue<string>()] = new FakeEntry("100644", Git.AddBlob(Convert.FromBase64String(addition["contents"]!.GetValue<string>())));
        }

        foreach (var deletion in input["fileChanges"]!["deletions"]!.AsArray())
        {
            files.Remove(deletion!["path"]!.GetValue<string>());
        }

        var message = $"{input["message"]!["headline"]!.GetValue<string>()}\n\n{input["message"]!["body"]!.GetValue<string>()}";
        Git.Branches[branch] = Git.AddCommit(new FakeCommit(Git.AddTree(files), [Git.Branches[branch]], message, "signed"));
        return Done("createCommitOnBranch", new JsonObject { ["commit"] = new JsonObject { ["oid"] = Git.Branches[branch] } });
    }

    private HttpResponseMessage AutoMerge(JsonNode input)
    {
        var pull = hub.Pulls.Single(p => $"PR_{p.Number}" == input["pullRequestId"]!.GetValue<string>());
        if (AutoMergeErrors.TryDequeue(out var error))
        {
            return Error(error, "UNPROCESSABLE");
        }

        if (Git.Branches[pull.Branch] != input["expectedHeadOid"]!.GetValue<string>())
        {
            return Error("Head branch was modified. Review and try the merge again.", "UNPROCESSABLE");
        }

        pull.AutoMerge = input["mergeMethod"]!.GetValue<string>();
        return Done("enablePullRequestAutoMerge");
    }

    private HttpResponseMessage Enqueue(JsonNode input)
    {
        Enqueued.Add(input["pullRequestId"]!.GetValue<string>());
        return Done("enqueuePullRequest");
    }

    private HttpResponseMessage Comment(JsonNode input)
    {
        var id = input["id"]!.GetValue<string>().Split('_');
        var pull = hub.Pulls.Single(p => $"{p.Number}" == id[1]);
        var at = int.Parse(id[2], System.Globalization.CultureInfo.InvariantCulture);
        pull.Comments[at] = (pull.Comments[at].By, input["body"]!.GetValue<string>());
        return Done("updateIssueComment");
    }
}
