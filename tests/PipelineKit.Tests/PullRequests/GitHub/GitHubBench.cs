using System.Text;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.PullRequests.GitHub;

/// <summary>A run of GitHub Actions in front of the fake.</summary>
internal sealed class GitHubBench
{
    internal const string JobToken = "ghs_job_canary";

    internal FakeGitHub Hub { get; } = new();

    internal FakeGit Git => Hub.Git;

    internal FakeTimeProvider Clock { get; } = new() { AutoAdvance = true };

    internal List<string> Masked { get; } = [];

    internal HostSettings Settings { get; set; } = new() { Choice = HostChoice.GitHub };

    internal CodeHost? Run { get; set; } = new() { Kind = CodeHostKind.GitHub, ApiUrl = "https://api.github.com", GraphQlUrl = "https://api.github.com/graphql", Repository = "acme/shop", RunId = "77" };

    internal string? Token { get; set; } = JobToken;

    internal IPullRequests Open() => PullRequestHosts.Open(Settings, Hub, Context());

    internal CommandContext Context(InputReader? inputs = null) => new()
    {
        Inputs = inputs ?? new InputReader([], Masked.Add),
        Ci = new CiContext { Workspace = "/", CodeHost = Run, JobToken = Token, JobTokenServer = "https://github.com" },
        Environment = new HostEnvironment { Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["APP_KEY"] = GitHubAccessTests.Key } },
        WorkingDirectory = "/",
        Time = Clock,
        Progress = new RecordingHost("/").CreateProgress(Verbosity.Normal),
        Mask = Masked.Add,
    };

    internal static FileChange File(string path, string content) => new(path, Encoding.UTF8.GetBytes(content));

    internal static ChangeProposal Proposal(params FileChange[] files) => new()
    {
        Branch = "pipelinekit/shop/production",
        BaseBranch = "main",
        Changes = new ChangeSet(files),
        Title = "Promote shop to production",
        Body = "| image | digest |\n",
        Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
    };

    internal Task<ProposalResult> PutAsync(params FileChange[] files) => PutAsync(Proposal(files));

    internal Task<ProposalResult> PutAsync(ChangeProposal proposal) => Open().PutAsync(proposal, default);

    internal async Task<Failure> RefusedAsync(FailureCode code, Func<IPullRequests, Task> act)
    {
        var failures = (await Assert.ThrowsAsync<FailureException>(() => act(Open()))).Failures;
        Assert.All(failures, f => Assert.Equal(code, f.Code));
        Assert.All(failures, f => Assert.DoesNotContain("canary", f.What + f.RemedyText, StringComparison.Ordinal));
        return failures[0];
    }

    internal Task<Failure> RefusedAsync(FailureCode code) => RefusedAsync(code, p => p.PutAsync(Proposal(File("deploy/app.yaml", "image: new\n")), default));

    /// <summary>The commits of a branch that main has not.</summary>
    internal List<string> Ahead(string branch = "pipelinekit/shop/production") => Git.Ahead(Git.Branches[branch], Git.Branches["main"]);

    internal FakePull OnlyOpenPull() => Assert.Single(Hub.Pulls, p => p.State == "open");
}
