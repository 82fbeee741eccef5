using PipelineKit.PullRequests;

namespace PipelineKit.Tests.Promotion.Engine;

/// <summary>The run was killed: nothing of it goes on.</summary>
internal sealed class KilledException() : Exception("killed");

/// <summary>Something happens to a run at one of its calls to registry or repository, before or after the call has its effect.</summary>
/// <param name="at">At which, from 1; none by default.</param>
/// <param name="after">After its effect, and before its answer.</param>
/// <param name="happen">What; by default the run is killed there.</param>
internal sealed class Chaos(int at = int.MaxValue, bool after = false, Func<Task>? happen = null)
{
    private int _calls;
    private volatile bool _isDead;

    /// <summary>How many calls there were.</summary>
    public int Calls => _calls;

    public async Task<T> AroundAsync<T>(Func<Task<T>> call)
    {
        Die();
        var number = Interlocked.Increment(ref _calls);
        if (number == at && !after)
        {
            await HappenAsync();
        }

        var answer = await call();
        if (number == at && after)
        {
            await HappenAsync();
        }

        Die();
        return answer;
    }

    private async Task HappenAsync()
    {
        if (happen is null)
        {
            _isDead = true;
            Die();
        }
        else
        {
            await happen();
        }
    }

    private void Die()
    {
        if (_isDead)
        {
            throw new KilledException();
        }
    }
}

/// <summary>A wire that goes through it.</summary>
internal sealed class ChaosHandler(HttpMessageHandler inner, Chaos chaos) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        chaos.AroundAsync(() => base.SendAsync(request, cancellationToken));
}

/// <summary>A repository that goes through it.</summary>
internal sealed class ChaosHost(IPullRequests inner, Chaos chaos) : IPullRequests
{
    public string Kind => inner.Kind;

    public Task<ProposalResult> PutAsync(ChangeProposal proposal, CancellationToken cancellation) => chaos.AroundAsync(() => inner.PutAsync(proposal, cancellation));

    public Task<BranchSnapshot?> ReadAsync(string? branch, IReadOnlyList<string> paths, CancellationToken cancellation) => chaos.AroundAsync(() => inner.ReadAsync(branch, paths, cancellation));

    public Task<string?> CommitAsync(DirectCommit commit, CancellationToken cancellation) => chaos.AroundAsync(() => inner.CommitAsync(commit, cancellation));

    public Task CheckAsync(ChangeProposal proposal, CancellationToken cancellation) => chaos.AroundAsync(async () =>
    {
        await inner.CheckAsync(proposal, cancellation);
        return true;
    });

    public string? AddressOf(string branch, string path) => inner.AddressOf(branch, path);

    public Task CloseAsync(string branch, string reason, CancellationToken cancellation) => chaos.AroundAsync(async () =>
    {
        await inner.CloseAsync(branch, reason, cancellation);
        return true;
    });

    public Task<IReadOnlyList<Approval>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellation) => chaos.AroundAsync(() => inner.ListApprovalsAsync(query, cancellation));

    public Task<IReadOnlyList<string>> ReportDeploymentAsync(DeploymentReport deployment, CancellationToken cancellation) =>
        chaos.AroundAsync(() => inner.ReportDeploymentAsync(deployment, cancellation));
}
