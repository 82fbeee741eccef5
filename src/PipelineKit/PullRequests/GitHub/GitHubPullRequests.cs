using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>
/// Pull requests of GitHub and GitHub Enterprise Server, made without a checkout: a commit by the Git database, the branch moved by compare and swap, one open pull request for it.
/// </summary>
public sealed class GitHubPullRequests : IPullRequests
{
    private readonly GitHubClient _client;
    private readonly GitHubApprovals _approvals;
    private readonly string _runId;

    private GitHubPullRequests(GitHubClient client, GitHubApprovals approvals, string runId) => (_client, _approvals, _runId) = (client, approvals, runId);

    /// <inheritdoc />
    public string Kind => "github";

    /// <summary>Opens the repository that settings and run name; nothing is asked yet.</summary>
    /// <param name="settings">Which, and as whom.</param>
    /// <param name="handler">Carries requests: no redirects followed, no cookies; not disposed.</param>
    /// <param name="context">The run.</param>
    /// <exception cref="FailureException">They name no repository, or there is no token for it.</exception>
    public static GitHubPullRequests Open(HostSettings settings, HttpMessageHandler handler, CommandContext context)
    {
        var place = GitHubPlace.Of(settings, context.Ci);
        var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var client = new GitHubClient(place, GitHubAccess.Of(settings, place, http, context), http, context.Time);

        // Approvals are those of the run and its commit, which may be of another repository than the one that gets the changes.
        var asker = client;
        var run = GitHubPlace.HostOf(context.Ci);
        if (run is not null && !string.Equals(run.Repository, place.Repository, StringComparison.OrdinalIgnoreCase) && context.Ci.JobToken is { Length: > 0 })
        {
            var own = new HostSettings { Choice = HostChoice.GitHub };
            var ownPlace = GitHubPlace.Of(own, context.Ci);
            asker = new GitHubClient(ownPlace, GitHubAccess.Of(own, ownPlace, http, context), http, context.Time);
        }

        return new GitHubPullRequests(client, new GitHubApprovals(asker), run?.RunId ?? "");
    }

    /// <inheritdoc />
    public async Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        var put = await new GitHubProposals(_client).PutAsync(proposal, cancellation);
        if (put is { IsOpen: false, Branch.IsOurs: true, Changes.Count: 0 })
        {
            await CloseAsync(proposal.Branch, $"`{put.Branch.Base.Branch}` has these changes already.", cancellation);
        }

        return new ProposalResult
        {
            Branch = proposal.Branch,
            Commit = put.Commit,
            Parent = put.Parent,
            Changes = put.Changes,
            PullRequest = put.IsOpen ? await new GitHubPull(_client).PutAsync(proposal, put, cancellation) : null,
            ShowCommand = $"git fetch origin {put.Commit} && git show {put.Commit}",
        };
    }

    /// <inheritdoc />
    public Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        return proposal.Branch == proposal.BaseBranch ? Task.CompletedTask : new GitHubProposals(_client).CheckAsync(proposal, cancellation);
    }

    /// <inheritdoc />
    public string? AddressOf(string branch, string path) => _client.Place.UrlOf(branch, path);

    /// <inheritdoc />
    public async Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        ProposalRules.CheckRead(branch is null ? [] : [branch], paths);
        var reference = await new GitHubRefs(_client).ReadAsync(branch, cancellation);
        if (reference.Head is not { } head)
        {
            return null;
        }

        var trees = new GitHubTrees(_client);
        var folders = paths.Where(p => p.EndsWith('/')).ToList();
        var files = await trees.ContentsAsync(head, [.. paths.Where(p => !p.EndsWith('/')).Distinct(StringComparer.Ordinal)], cancellation);
        return new BranchSnapshot(reference.Branch, head, files, await trees.ListAsync(head, folders, cancellation));
    }

    /// <inheritdoc />
    public async Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation)
    {
        var proposal = new ChangeProposal { Branch = commit.Branch, Changes = new ChangeSet(commit.Files), Title = commit.Title, Body = commit.Body, Author = commit.Author };
        ProposalRules.Check(proposal);
        var refs = new GitHubRefs(_client);
        var reference = await refs.ReadAsync(commit.Branch, cancellation);
        if (reference.Head != commit.ExpectedHead)
        {
            return null;
        }

        var tree = reference.Head is { } head ? (await new GitHubTrees(_client).ReadAsync([head], commit.Files.Select(f => f.Path), cancellation))[0] : new BranchTree();
        var changes = TreeChanges.Of(commit.Files, [], tree, reference.Head?.Length ?? GitObjectId.None.Length);
        if (changes.IsNone)
        {
            return reference.Head;
        }

        var commits = new GitHubCommits(_client);
        var made = await commits.TreeAsync(reference.Tree, changes, cancellation);
        var message = GitHubCommits.Message(commit.Title, commit.Body, [], made);
        var id = await commits.CommitAsync(made, reference.Head, message, cancellation);
        return await refs.MoveAsync(reference.RepositoryId, commit.Branch, reference.Head, id, isForced: false, cancellation) switch
        {
            GitHubMove.Done => id,
            GitHubMove.Elsewhere => null,
            _ when reference.Head is { } parent => await GitHubSignedCommit.MakeAsync(_client, refs, commit.Branch, parent, changes, message, cancellation),
            _ => throw new FailureException(new Failure(
                FailureCodes.BranchConflict, $"{_client.Place.Api.Host} takes only signed commits for the new branch `{commit.Branch}` of {_client.Place.Repository}.",
                "Act as a GitHub App with `app-id` (GitHub signs its commits), or make the branch by hand first.")),
        };
    }

    /// <inheritdoc />
    public async Task CloseAsync(string branch, string reason, CancellationToken cancellation)
    {
        ProposalRules.CheckRead([branch], []);
        var pulls = new GitHubPull(_client);
        var pull = await pulls.FindAsync(branch, cancellation);
        var baseBranch = pull.At("base").Text("ref");
        var state = await GitHubBranch.ReadAsync(_client, branch, baseBranch, cancellation);
        if (pull.ValueKind == JsonValueKind.Object)
        {
            await pulls.CloseAsync(pull, state?.Discussion ?? default, reason, cancellation);
        }

        // What people committed stays; so does a branch that is its own base.
        if (state is { Head.Head: { } head } && state.Base.Branch != branch && (state.IsOurs || state.Ahead == 0))
        {
            await new GitHubRefs(_client).MoveAsync(state.RepositoryId, branch, head, to: null, isForced: true, cancellation);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation)
    {
        var ofRun = _runId.Length > 0 ? await _approvals.OfRunAsync(_runId, query.Environment, cancellation) : [];
        return query.Commit is { } commit ? [.. ofRun, .. await _approvals.OfCommitAsync(commit, cancellation)] : ofRun;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<string>?> ListAuthorsAsync(string commit, CancellationToken cancellation) => _approvals.AuthorsAsync(commit, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<HostIssue>> ListIssuesAsync(IssueQuery query, CancellationToken cancellation) => new GitHubIssues(_client).ListAsync(query, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation) =>
        new GitHubDeployments(_client).ReportAsync(deployment, cancellation);
}
