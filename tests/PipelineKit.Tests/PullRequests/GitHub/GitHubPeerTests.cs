using System.Text.Json.Nodes;
using PipelineKit.Oci;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Tests.PullRequests.GitHub.GitHubBench;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>Every request this program makes, held against GitHub's own descriptions of its interfaces.</summary>
public sealed class GitHubPeerTests
{
    private const string Commit = "0123456789012345678901234567890123456789";

    [SkippableTheory]
    [InlineData("api.github.com")]
    [InlineData("ghes-3.17")]
    public async Task All_requests_are_as_GitHub_describes_them(string description)
    {
        var seen = await EverythingAsync();
        var rest = seen.Where(s => s.Address.AbsolutePath != "/graphql" && (description == "api.github.com" || !s.Line.Contains("artifacts/metadata", StringComparison.Ordinal))).ToList();
        var graph = seen.Where(s => s.Address.AbsolutePath == "/graphql").ToList();

        Assert.Empty(await ProblemsAsync(description, rest, graph));
        Assert.Superset(
            new HashSet<string>(["Branch", "Reference", "Objects", "UpdateRefs", "CreateCommit", "EnableAutoMerge", "Enqueue", "UpdateComment"], StringComparer.Ordinal),
            graph.Select(g => g.Line.Split(' ')[1]).ToHashSet(StringComparer.Ordinal));
        Assert.InRange(rest.Select(r => $"{r.Method} {r.Address.AbsolutePath}").Distinct(StringComparer.Ordinal).Count(), 20, 60);
    }

    [SkippableFact]
    public async Task What_is_not_as_GitHub_describes_it_is_found()
    {
        var bad = new FakeRequest("POST", new Uri("https://api.github.com/repos/acme/shop/git/trees"), "t", JsonNode.Parse("""{"tree":[{"path":"a","mode":"777","type":"blob"}]}"""));
        var graph = new FakeRequest("POST", new Uri("https://api.github.com/graphql"), "t", JsonNode.Parse("""{"query":"query A($o:String!){repository(owner:$o,name:\"x\"){id}}","variables":{"o":1}}"""));

        Assert.Equal(2, (await ProblemsAsync("api.github.com", [bad], [graph])).Length);
    }

    private static async Task<string[]> ProblemsAsync(string description, IEnumerable<FakeRequest> rest, IEnumerable<FakeRequest> graph)
    {
        Peer.NodeModule("@stoplight/prism-cli/package.json");
        Peer.NodeModule("@octokit/openapi/package.json");
        Peer.NodeModule("@octokit/graphql-schema/schema.graphql");
        Peer.NodeModule("graphql/package.json");
        using var folder = new TempFolder();
        var input = new JsonObject
        {
            ["spec"] = description,
            ["requests"] = FakeGitHub.List(rest.Select(r => (JsonNode?)new JsonObject
            {
                ["method"] = r.Method,
                ["path"] = r.Address.PathAndQuery,
                ["headers"] = r.Body is null ? new JsonObject() : new JsonObject { ["content-type"] = "application/json" },
                ["body"] = r.Body?.DeepClone(),
            })),
            ["graphql"] = FakeGitHub.List(graph.Select(g => g.Body!.DeepClone())),
        };
        var file = folder.Write("requests.json", input.ToJsonString());
        var script = Path.Combine(Peer.RepositoryRoot, "tests", "peers", "github-requests.js");
        var result = (await new Child(Peer.Program("node"), script, file).RunAsync()).Expect(0);
        return [.. JsonNode.Parse(result.Output)!.AsArray().Select(p => p!.GetValue<string>())];
    }

    // One of everything that can be asked for.
    private static async Task<IReadOnlyList<FakeRequest>> EverythingAsync()
    {
        var bench = new GitHubBench { Settings = new HostSettings { Choice = HostChoice.GitHub, App = new GitHubAppSettings("1234", GitHubAccessTests.Key) } };
        var (hub, told) = (bench.Hub, bench.Hub.Rest.Told);
        told["GET installation"] = _ => FakeGitHub.Answer(200, new JsonObject { ["id"] = 9 });
        told["POST /app/installations/9/access_tokens"] = _ => FakeGitHub.Answer(201, new JsonObject { ["token"] = "ghs_app" });
        foreach (var list in (string[])["GET deployments", "GET deployments/8/statuses", "GET actions/runs/77/approvals"])
        {
            told[list] = _ => FakeGitHub.Answer(200, new JsonArray());
        }

        told["POST deployments"] = _ => FakeGitHub.Answer(201, new JsonObject { ["id"] = 8 });
        told["POST deployments/8/statuses"] = _ => FakeGitHub.Answer(201, new JsonObject());
        told["POST /orgs/acme/artifacts/metadata/storage-record"] = _ => FakeGitHub.Answer(200, new JsonObject());
        told["POST /orgs/acme/artifacts/metadata/deployment-record"] = _ => FakeGitHub.Answer(200, new JsonObject());
        told[$"GET commits/{Commit}/pulls"] = _ => FakeGitHub.Answer(200, new JsonArray(new JsonObject { ["number"] = 5 }));
        told["GET pulls/5/reviews"] = _ => FakeGitHub.Answer(200, new JsonArray());
        told["PUT pulls/41/merge"] = _ => FakeGitHub.Refuse(405, "Changes must be made through the merge queue");
        hub.Graph.AutoMergeErrors.Enqueue("clean status");

        var host = bench.Open();
        var wanted = new PullRequestSettings { Labels = ["deploy"], Reviewers = ["ann", "acme/ops"], Assignees = ["bob"], AutoMerge = MergeMethod.Squash, StickyComment = "Gates hold.", Marker = "shop/production" };
        var proposal = Proposal(File("deploy/app.yaml", "image: new\n"), File("a.bin", "\0"), new FileChange("deploy/other.yaml", Content: null)) with { PullRequest = wanted };
        await host.PutAsync(proposal, default);
        await host.PutAsync(proposal with { BaseBranch = null, Title = "Other", Changes = new ChangeSet([File("deploy/app.yaml", "image: newer\n")]), PullRequest = wanted with { StickyComment = "Changed." } }, default);
        hub.Graph.Rule = (_, commit) => bench.Git.Commits[commit].By == hub.Login ? "Commits must have verified signatures." : null;
        await host.PutAsync(proposal with { Changes = new ChangeSet([File("deploy/app.yaml", "image: newest\n")]) }, default);
        hub.Graph.Rule = (_, _) => null;
        await host.ReadAsync(branch: null, ["README.md", "a.bin", "deploy/"], default);
        await host.ReadAsync("pipelinekit/shop/production", ["a.bin"], default);
        bench.Git.Push("main", "Binary", ("b.bin", "\0b"));
        await host.ReadAsync("main", ["b.bin"], default);
        await host.CommitAsync(new DirectCommit { Branch = "ledger", ExpectedHead = null, Files = [File("a.jsonl", "{}\n")], Title = "Line", Author = proposal.Author }, default);
        await host.ListApprovalsAsync(new ApprovalQuery("production", Commit), default);
        told[$"GET commits/{Commit}"] = _ => FakeGitHub.Answer(200, new JsonObject());
        await host.ListAuthorsAsync(Commit, default);
        await host.ReportDeploymentAsync(
            new DeploymentReport
            {
                Environment = "production",
                App = "shop",
                Image = "ghcr.io/acme/shop",
                Digest = Digest.Parse("sha256:" + new string('a', 64)),
                Reference = "main",
                State = DeploymentState.Success,
                LogUrl = "https://github.com/acme/shop/actions/runs/77",
            },
            default);
        told["GET issues"] = _ => FakeGitHub.Answer(200, new JsonArray());
        await host.ListIssuesAsync(new IssueQuery(["sev 1"], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)), default);
        await host.CheckAsync(proposal, default);
        await host.CloseAsync("pipelinekit/shop/production", "Old.", default);
        return hub.Seen;
    }
}
