using PipelineKit.Ci;
using PipelineKit.Git;
using PipelineKit.PullRequests.Azure;
using PipelineKit.PullRequests.GitHub;

namespace PipelineKit.PullRequests;

/// <summary>Opens the host that settings and run name.</summary>
public static class PullRequestHosts
{
    /// <summary>Opens it; nothing is asked yet.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="handler">Carries requests: no redirects followed, no cookies; not disposed.</param>
    /// <param name="context">The run.</param>
    /// <exception cref="Failures.FailureException">The run names no repository, or there is no token.</exception>
    public static IPullRequests Open(HostSettings settings, HttpMessageHandler handler, CommandContext context) => ChoiceOf(settings, context.Ci) switch
    {
        HostChoice.GitHub => GitHubPullRequests.Open(settings, handler, context),
        HostChoice.AzureRepos => AzurePullRequests.Open(settings, handler, context),
        _ => new LocalGitPullRequests(LocalOf(settings, context), context.Time),
    };

    private static LocalGitOptions LocalOf(HostSettings settings, CommandContext context) => new()
    {
        Folder = Path.GetFullPath(settings.Repository, context.WorkingDirectory),
        AcceptsOtherOwner = context.Ci.Repository is not null,
        Remote = settings.Remote,
        Token = settings.Token == context.Ci.JobToken ? "" : settings.Token,
        JobToken = context.Ci is { JobToken: { } token, JobTokenServer: { } server } && GitServerAddress.TryParse(server, out var address, out _) ? new GitToken(address, token) : null,
    };

    /// <summary>Which host that is, when it is left to the run. A remote is one of a local repository, so it says which host is meant.</summary>
    internal static HostChoice ChoiceOf(HostSettings settings, CiContext run) =>
        settings.Choice != HostChoice.Auto ? settings.Choice
        : settings.App is not null ? HostChoice.GitHub
        : settings.Remote.Length > 0 ? HostChoice.Git
        : run.CodeHost?.Kind switch
        {
            CodeHostKind.GitHub => HostChoice.GitHub,
            CodeHostKind.AzureRepos => HostChoice.AzureRepos,
            _ => HostChoice.Git,
        };
}
