using PipelineKit.Ci;

namespace PipelineKit.PullRequests;

/// <summary>Opens the host that settings and run name.</summary>
public static class PullRequestHosts
{
    /// <summary>Opens it; nothing is asked yet.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="handler">Carries requests: no redirects followed, no cookies; not disposed.</param>
    /// <param name="context">The run.</param>
    /// <exception cref="Failures.FailureException">The run names no repository, or there is no token.</exception>
    public static IPullRequests Open(HostSettings settings, HttpMessageHandler handler, CommandContext context) => settings.Choice switch
    {
        HostChoice.Git => new LocalGitPullRequests(new LocalGitOptions { Folder = Path.GetFullPath(settings.Repository, context.WorkingDirectory), AcceptsOtherOwner = context.Ci.Repository is not null }, context.Time),
        _ => throw new NotImplementedException(handler.ToString()),
    };
}
