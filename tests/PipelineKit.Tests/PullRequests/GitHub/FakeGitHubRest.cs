using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using static PipelineKit.Tests.PullRequests.GitHub.FakeGitHub;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>The REST half of the fake.</summary>
internal sealed class FakeGitHubRest(FakeGitHub hub)
{
    private FakeGit Git => hub.Git;

    /// <summary>Answers to paths told for one test, by <c>METHOD path</c> without the query.</summary>
    internal Dictionary<string, Func<FakeRequest, HttpResponseMessage>> Told { get; } = new(StringComparer.Ordinal);

    internal HttpResponseMessage Answer(FakeRequest request)
    {
        var line = request.Line.Split('?')[0];
        var parts = line.Split(' ')[1].Split('/');
        return Told.TryGetValue(line, out var told) ? told(request) : (request.Method, parts) switch
        {
            ("POST", ["git", "blobs"]) => FakeGitHub.Answer(201, Sha(Git.AddBlob(Convert.FromBase64String(Text(request, "content"))))),
            ("POST", ["git", "trees"]) => Tree(request.Body!),
            ("POST", ["git", "commits"]) => Commit(request.Body!),
            ("POST", ["git", "refs"]) => Reference(request.Body!),
            ("GET", ["git", "trees", var tree]) => Listing(tree),
            ("GET", ["git", "blobs", var blob]) => new HttpResponseMessage { Content = new ByteArrayContent(Git.Blobs[blob]) },
            ("GET", ["pulls"]) => FakeGitHub.Answer(200, List(hub.Pulls.Where(p => p.State == "open" && $"acme:{p.Branch}" == HttpUtility.ParseQueryString(request.Address.Query)["head"]).Select(p => (JsonNode?)p.Json(Git)))),
            ("POST", ["pulls"]) => Make(request.Body!),
            ("PATCH", ["pulls", var number]) => Change(Pull(number), request.Body!),
            ("PUT", ["pulls", var number, "merge"]) => Merge(Pull(number), request.Body!),
            ("POST", ["pulls", var number, "requested_reviewers"]) => Review(Pull(number), request.Body!),
            ("POST", ["issues", var number, "labels"]) => Add(Pull(number).Labels, request.Body!["labels"]!, 200),
            ("POST", ["issues", var number, "assignees"]) => Add(Pull(number).Assignees, request.Body!["assignees"]!, 201),
            ("POST", ["issues", var number, "comments"]) => Comment(Pull(number), Text(request, "body")),
            _ => throw new InvalidOperationException($"nobody told what to answer to: {request.Line}"),
        };
    }

    private HttpResponseMessage Tree(JsonNode body)
    {
        var files = new SortedDictionary<string, FakeEntry>(body["base_tree"]?.GetValue<string>() is { } known ? Git.Trees[known] : [], StringComparer.Ordinal);
        foreach (var entry in body["tree"]!.AsArray())
        {
            var path = entry!["path"]!.GetValue<string>();
            if (entry["content"]?.GetValue<string>() is { } content)
            {
                files[path] = new FakeEntry(entry["mode"]!.GetValue<string>(), Git.AddBlob(Encoding.UTF8.GetBytes(content)));
            }
            else if (entry["sha"]?.GetValue<string>() is { } blob)
            {
                files[path] = new FakeEntry(entry["mode"]!.GetValue<string>(), Git.Blobs.ContainsKey(blob) ? blob : throw new InvalidOperationException($"no blob {blob}"));
            }
            else if (!files.Remove(path))
            {
                return Refuse(422, "GitRPC::BadObjectState");
            }
        }

        return FakeGitHub.Answer(201, Sha(Git.AddTree(files)));
    }

    private HttpResponseMessage Commit(JsonNode body) =>
        body["author"] is not null || body["committer"] is not null ? throw new InvalidOperationException("GitHub signs only commits that name no author")
        : !Git.Trees.ContainsKey(body["tree"]!.GetValue<string>()) ? Refuse(422, "Tree SHA does not exist")
        : FakeGitHub.Answer(201, Sha(Git.AddCommit(new FakeCommit(body["tree"]!.GetValue<string>(), [.. body["parents"]!.AsArray().Select(p => p!.GetValue<string>())], body["message"]!.GetValue<string>(), hub.Login))));

    private HttpResponseMessage Reference(JsonNode body)
    {
        var (branch, commit) = (body["ref"]!.GetValue<string>()["refs/heads/".Length..], body["sha"]!.GetValue<string>());
        return Git.Branches.TryAdd(branch, Git.Commits.ContainsKey(commit) ? commit : throw new InvalidOperationException($"no commit {commit}"))
            ? FakeGitHub.Answer(201, new JsonObject { ["ref"] = "refs/heads/" + branch })
            : Refuse(422, "Reference already exists");
    }

    private HttpResponseMessage Listing(string tree)
    {
        var found = FakeGitHubGraph.FolderOf(Git, tree);
        return FakeGitHub.Answer(200, new JsonObject
        {
            ["truncated"] = false,
            ["tree"] = List(found.Select(f => (JsonNode?)new JsonObject { ["path"] = f.Key, ["mode"] = f.Value.Mode, ["type"] = "blob", ["sha"] = f.Value.Blob })),
        });
    }

    private HttpResponseMessage Make(JsonNode body)
    {
        var (branch, into) = (body["head"]!.GetValue<string>(), body["base"]!.GetValue<string>());
        if (hub.Pulls.Any(p => p.Branch == branch && p.Base == into && p.State == "open"))
        {
            return FakeGitHub.Answer(422, new JsonObject { ["message"] = "Validation Failed", ["errors"] = List([new JsonObject { ["message"] = $"A pull request already exists for acme:{branch}." }]) });
        }

        if (Git.Ahead(Git.Branches[branch], Git.Branches[into]).Count == 0)
        {
            return FakeGitHub.Answer(422, new JsonObject { ["message"] = "Validation Failed", ["errors"] = List([new JsonObject { ["message"] = $"No commits between {into} and {branch}" }]) });
        }

        var pull = new FakePull
        {
            Number = 41 + hub.Pulls.Count,
            Branch = branch,
            By = hub.Login,
            IsDraft = body["draft"]!.GetValue<bool>(),
            Base = into,
            Title = body["title"]!.GetValue<string>(),
            Body = body["body"]!.GetValue<string>(),
        };
        hub.Pulls.Add(pull);
        return FakeGitHub.Answer(201, pull.Json(Git));
    }

    private HttpResponseMessage Change(FakePull pull, JsonNode body)
    {
        pull.Title = body["title"]?.GetValue<string>() ?? pull.Title;
        pull.Body = body["body"]?.GetValue<string>() ?? pull.Body;
        pull.Base = body["base"]?.GetValue<string>() ?? pull.Base;
        pull.State = body["state"]?.GetValue<string>() ?? pull.State;
        return FakeGitHub.Answer(200, pull.Json(Git));
    }

    private HttpResponseMessage Merge(FakePull pull, JsonNode body)
    {
        if (body["sha"]!.GetValue<string>() != Git.Branches[pull.Branch])
        {
            return Refuse(409, "Head branch was modified. Review and try the merge again.");
        }

        (pull.State, pull.Merged) = ("closed", Git.Branches[pull.Branch]);
        Git.Branches[pull.Base] = Git.Branches[pull.Branch];
        return FakeGitHub.Answer(200, new JsonObject { ["merged"] = true });
    }

    private HttpResponseMessage Review(FakePull pull, JsonNode body)
    {
        pull.Reviewers.UnionWith(body["reviewers"]!.AsArray().Select(r => r!.GetValue<string>()));
        pull.Teams.UnionWith(body["team_reviewers"]!.AsArray().Select(r => r!.GetValue<string>()));
        return FakeGitHub.Answer(201, pull.Json(Git));
    }

    private static HttpResponseMessage Add(HashSet<string> to, JsonNode names, int status)
    {
        to.UnionWith(names.AsArray().Select(n => n!.GetValue<string>()));
        return FakeGitHub.Answer(status, new JsonArray());
    }

    private HttpResponseMessage Comment(FakePull pull, string body)
    {
        pull.Comments.Add((hub.Login, body));
        return FakeGitHub.Answer(201, new JsonObject { ["id"] = pull.Comments.Count });
    }

    private FakePull Pull(string number) => hub.Pulls.Single(p => p.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) == number);

    private static string Text(FakeRequest request, string name) => request.Body![name]!.GetValue<string>();

    private static JsonObject Sha(string id) => new() { ["sha"] = id };
}
