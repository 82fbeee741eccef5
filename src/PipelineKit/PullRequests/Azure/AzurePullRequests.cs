using System.Text;
using PipelineKit.Ci;
using PipelineKit.Failures;

namespace PipelineKit.PullRequests.Azure;

/// <summary>
/// Pull requests of Azure Repos, made without a checkout: commit and branch in one push that names where the branch must stand, one active pull request for it.
/// </summary>
public sealed class AzurePullRequests : IPullRequests
{
    private readonly AzureClient _client;
    private readonly AzureApprovals _approvals;
    private readonly string _runId;

    private AzurePullRequests(AzureClient client, AzureApprovals approvals, string runId) => (_client, _approvals, _runId) = (client, approvals, runId);

    /// <inheritdoc />
    public string Kind => "azure-repos";

    /// <summary>Opens the repository that settings and run name; nothing is asked yet.</summary>
    /// <param name="settings">Which, and as whom.</param>
    /// <param name="handler">Carries requests: no redirects followed, no cookies; not disposed.</param>
    /// <param name="context">The run.</param>
    /// <exception cref="FailureException">They name no repository, or there is no token for it.</exception>
    public static AzurePullRequests Open(HostSettings settings, HttpMessageHandler handler, CommandContext context)
    {
        var place = AzurePlace.Of(settings, context.Ci);
        var http = new HttpMessageInvoker(handler, disposeHandler: false);
        var client = new AzureClient(place, TokenOf(settings, place, context.Ci), http, context.Time);

        // Approvals are those of the run, which may be of another project than the one that gets the changes.
        var own = AzurePlace.HostOf(context.Ci);
        var asker = own is not null && context.Ci.JobToken is { } job ? new AzureClient(AzurePlace.Of(new HostSettings { Choice = HostChoice.AzureRepos }, context.Ci), job, http, context.Time) : client;
        return new AzurePullRequests(client, new AzureApprovals(asker), own?.RunId ?? "");
    }

    /// <inheritdoc />
    public async Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        var named = proposal with { BaseBranch = proposal.BaseBranch ?? await DefaultAsync(cancellation) };
        var put = await new AzureProposals(_client).PutAsync(named, cancellation);
        if (!put.IsOpen && put.Changes.Count == 0 && proposal.Branch != named.BaseBranch)
        {
            await CloseAsync(proposal.Branch, $"`{named.BaseBranch}` has these changes already.", cancellation);
        }

        return new ProposalResult
        {
            Branch = proposal.Branch,
            Commit = put.Commit,
            Parent = put.Parent,
            Changes = put.Changes,
            PullRequest = put.IsOpen ? await new AzurePull(_client).PutAsync(named, cancellation) : null,
            ShowCommand = $"git fetch origin {put.Commit} && git show {put.Commit}",
        };
    }

    /// <inheritdoc />
    public async Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation)
    {
        ProposalRules.Check(proposal);
        await new AzureProposals(_client).CheckAsync(proposal with { BaseBranch = proposal.BaseBranch ?? await DefaultAsync(cancellation) }, cancellation);
    }

    /// <inheritdoc />
    public string? AddressOf(string branch, string path) => _client.Place.UrlOf(branch, path);

    /// <inheritdoc />
    public async Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        ProposalRules.CheckRead(branch is null ? [] : [branch], paths);
        var refs = new AzureRefs(_client);
        if ((branch ?? await refs.DefaultAsync(cancellation)) is not { } name || await refs.HeadAsync(name, cancellation) is not { } head)
        {
            return null;
        }

        var files = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        if (paths.Count == 0)
        {
            return new BranchSnapshot(name, head, files, []);
        }

        var tree = await AzureTree.ReadAsync(_client, head, cancellation);
        string[] folders = [.. paths.Where(p => p.EndsWith('/'))];
        foreach (var path in paths.Except(folders, StringComparer.Ordinal))
        {
            if (await tree.ContentAsync(_client, path, cancellation) is { } content)
            {
                files[path] = content;
            }
        }

        return new BranchSnapshot(name, head, files, [.. tree.Paths.Where(p => folders.Any(f => f == "/" || p.StartsWith(f, StringComparison.Ordinal)))]);
    }

    /// <inheritdoc />
    public async Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation)
    {
        ProposalRules.Check(new ChangeProposal { Branch = commit.Branch, Changes = new ChangeSet(commit.Files), Title = commit.Title, Body = commit.Body, Author = commit.Author });
        var head = await new AzureRefs(_client).HeadAsync(commit.Branch, cancellation);
        if (head != commit.ExpectedHead)
        {
            return null;
        }

        var tree = head is null ? AzureTree.Empty : await AzureTree.ReadAsync(_client, head, cancellation);
        var changes = TreeChanges.Of(commit.Files, [], tree.Files, (head ?? GitObjectId.None).Length);
        return changes.IsNone
            ? head
            : await AzurePush.MakeAsync(_client, commit.Branch, head, Encoding.UTF8.GetString(CommitMessage.Of(commit.Title, commit.Body, [])), changes, cancellation);
    }

    /// <inheritdoc />
    public async Task CloseAsync(string branch, string reason, CancellationToken cancellation)
    {
        ProposalRules.CheckRead([branch], []);
        var pulls = new AzurePull(_client);
        var found = await pulls.ListAsync(branch, baseBranch: null, cancellation);
        foreach (var pull in found)
        {
            await pulls.AbandonAsync(pull, reason, cancellation);
        }

        // What people committed stays; so does a branch that is its own base.
        var refs = new AzureRefs(_client);
        var target = found.Select(AzurePull.TargetOf).FirstOrDefault(t => t is not null) ?? await refs.DefaultAsync(cancellation);
        if (target is not null && target != branch && await refs.CompareAsync(branch, target, cancellation) is { } stats
            && (stats.Ahead == 0 || await refs.AreOursAsync(stats, cancellation)))
        {
            await refs.MoveAsync(branch, stats.Head, to: null, cancellation);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation)
    {
        var ofRun = _runId.Length > 0 ? await _approvals.OfRunAsync(_runId, query.Environment, cancellation) : [];
        return query.Commit is { } commit ? [.. ofRun, .. await new AzureReviews(_client).OfCommitAsync(commit, cancellation)] : ofRun;
    }

    /// <summary>Who wrote a commit and opened the pull requests that brought it, as addresses.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="cancellation">Ends the read.</param>
    public Task<IReadOnlyList<string>?> ListAuthorsAsync(string commit, CancellationToken cancellation) => new AzureReviews(_client).AuthorsAsync(commit, cancellation);

    /// <inheritdoc />
    /// <remarks>Work items of the project, by tag.</remarks>
    public Task<IReadOnlyList<HostIssue>> ListIssuesAsync(IssueQuery query, CancellationToken cancellation) => new AzureWorkItems(_client).ListAsync(query, cancellation);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation) => AzureDeployments.ReportAsync(_client, deployment, cancellation);

    private async Task<string> DefaultAsync(CancellationToken cancellation) =>
        await new AzureRefs(_client).DefaultAsync(cancellation) ?? throw new FailureException(new Failure(
            FailureCodes.UnusableRepository, $"{_client.Place.Name} has no default branch.", "Make a first commit, such as one with a README, so that there is a branch to start from."));

    private static string TokenOf(HostSettings settings, AzurePlace place, CiContext run)
    {
        var job = run.JobToken ?? "";
        var token = settings.Token.Length > 0 ? settings.Token : job;
        if (token.Length == 0)
        {
            throw new FailureException(new Failure(
                FailureCodes.MissingInput, $"There is no token for {place.Name}.",
                "Map the job's own token, `$(System.AccessToken)`, into the step as docs/pull-requests.md shows, or give `token`.", SourcePlace.OfInput("token")));
        }

        // The job's own token belongs to the server that gave it.
        return token != job || (Uri.TryCreate(run.JobTokenServer, UriKind.Absolute, out var server) && server.Scheme == place.Project.Scheme && server.Authority == place.Project.Authority)
            ? token
            : throw new FailureException(new Failure(
                FailureCodes.MissingInput, $"The job's own token is not for {place.Project.Host}; it was not sent there.", "Give a `token` of that server.", SourcePlace.OfInput("token")));
    }
}
