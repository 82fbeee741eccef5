using System.Text;
using PipelineKit.Actions;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.PullRequests;
using PipelineKit.Testing;
using PipelineKit.Tests.PullRequests.GitHub;
using Xunit;

namespace PipelineKit.Tests.PullRequests.Azure;

/// <summary>A run of Azure Pipelines in front of the fake.</summary>
internal sealed class AzureBench
{
    internal const string Branch = "pipelinekit/shop/production";
    internal const string JobToken = "eyJhbGciOi.eyJzdWIiOi.c2ln";

    internal FakeAzure Hub { get; } = new();

    internal FakeGit Git => Hub.Git;

    internal FakeTimeProvider Clock { get; } = new() { AutoAdvance = true };

    internal HostSettings Settings { get; set; } = new() { Choice = HostChoice.AzureRepos };

    internal CodeHost? Run { get; set; } = new() { Kind = CodeHostKind.AzureRepos, ApiUrl = "https://dev.azure.com/acme/my%20shop", Repository = "shop", RunId = "77" };

    internal string? Token { get; set; } = JobToken;

    internal IPullRequests Open() => PullRequestHosts.Open(Settings, Hub, new CommandContext
    {
        Inputs = new InputReader([], _ => { }),
        Ci = new CiContext { Workspace = "/", CodeHost = Run, JobToken = Token, JobTokenServer = "https://dev.azure.com/acme" },
        Environment = new HostEnvironment { Variables = new Dictionary<string, string>(StringComparer.Ordinal) },
        WorkingDirectory = "/",
        Time = Clock,
        Progress = new RecordingHost("/").CreateProgress(Verbosity.Normal),
        Mask = _ => { },
    });

    internal static FileChange File(string path, string content = "image: new\n") => new(path, Encoding.UTF8.GetBytes(content));

    internal static FileChange Delete(string path) => new(path, Content: null);

    internal static ChangeProposal Proposal(params FileChange[] files) => new()
    {
        Branch = Branch,
        BaseBranch = "main",
        Changes = new ChangeSet(files),
        Title = "Promote shop to production",
        Body = "| image | digest |\n",
        Author = new CommitAuthor("PipelineKit", "pipelinekit@example.com"),
    };

    internal Task<ProposalResult> PutAsync(params FileChange[] files) => PutAsync(Proposal(files));

    internal Task<ProposalResult> PutAsync(ChangeProposal proposal) => Open().PutAsync(proposal, default);

    internal async Task<Failure> RefusedAsync(FailureCode code, Func<IPullRequests, Task>? act = null)
    {
        var failures = (await Assert.ThrowsAsync<FailureException>(() => act?.Invoke(Open()) ?? PutAsync(File("deploy/app.yaml")))).Failures;
        Assert.All(failures, f => Assert.Equal(code, f.Code));
        return failures[0];
    }

    internal List<string> Ahead(string branch = Branch) => Git.Ahead(Git.Branches[branch], Git.Branches["main"]);

    internal FakeAzurePull OnlyActive() => Assert.Single(Hub.Pulls, p => p.Status == "active");
}
