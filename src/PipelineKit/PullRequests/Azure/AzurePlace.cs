using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.PullRequests.Azure;

/// <summary>A repository of Azure Repos, and where it is asked.</summary>
/// <param name="Project">Address of its project, with a slash at its end: <c>https://dev.azure.com/ORG/PROJECT/</c>.</param>
/// <param name="Repository">Its name or id.</param>
internal sealed record AzurePlace(Uri Project, string Repository)
{
    /// <summary>The path of something of the repository.</summary>
    internal string Of(string rest) => $"_apis/git/repositories/{Uri.EscapeDataString(Repository)}/{rest}";

    /// <summary>Where people see a pull request.</summary>
    internal string UrlOf(int pullRequest) => new Uri(Project, $"_git/{Uri.EscapeDataString(Repository)}/pullrequest/{pullRequest}").AbsoluteUri;

    /// <summary>Where people see a file of a branch.</summary>
    internal string UrlOf(string branch, string path) =>
        new Uri(Project, $"_git/{Uri.EscapeDataString(Repository)}?path=/{Uri.EscapeDataString(path)}&version=GB{Uri.EscapeDataString(branch)}").AbsoluteUri;

    /// <summary>The repository, for messages.</summary>
    internal string Name => Project.GetComponents(UriComponents.Host | UriComponents.Path, UriFormat.Unescaped) + Repository;

    /// <summary>The project that hosts the run; null when Azure Repos does not.</summary>
    internal static CodeHost? HostOf(CiContext run) => run.CodeHost?.Kind == CodeHostKind.AzureRepos ? run.CodeHost : null;

    /// <summary>What settings and run name.</summary>
    /// <exception cref="FailureException">They name no repository.</exception>
    internal static AzurePlace Of(HostSettings settings, CiContext run)
    {
        var own = HostOf(run);
        var api = settings.ApiUrl.Length > 0 ? settings.ApiUrl : own?.ApiUrl
            ?? throw Missing("The run does not say which project of Azure DevOps gets the changes.", "Give `api-url: https://dev.azure.com/ORGANISATION/PROJECT`.", "api-url");
        var repository = settings.Repository.Length > 0 ? settings.Repository : own?.Repository
            ?? throw Missing("The run does not say which repository of Azure Repos gets the changes.", "Give `repository`: its name, or `project/name`.", "repository");
        if (!RemoteUrl.TryParse(api, out var project, out _) || project.Query.Length > 0 || (project.Scheme != Uri.UriSchemeHttps && NetworkAddresses.KindOfHost(project.Host) != AddressKind.Loopback))
        {
            throw Bad($"`{api}` is not the address of a project of Azure DevOps.", "Write it as `https://dev.azure.com/ORGANISATION/PROJECT`.", "api-url");
        }

        var address = new Uri(project.AbsoluteUri.TrimEnd('/') + "/");
        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        if (repository.Any(c => char.IsControl(c) || c is '\\' or '?' or '#') || repository.LastIndexOf('/') != slash || slash == 0 || slash == repository.Length - 1 || repository is "." or "..")
        {
            throw Bad($"`{repository}` is not the name of a repository of Azure Repos.", "Write its name, or `project/name`.", "repository");
        }

        return slash < 0
            ? new AzurePlace(address, repository)
            : new AzurePlace(new Uri(address, $"../{Uri.EscapeDataString(repository[..slash])}/"), repository[(slash + 1)..]);
    }

    private static FailureException Missing(string what, string remedy, string input) => new(new Failure(FailureCodes.MissingInput, what, remedy, SourcePlace.OfInput(input)));

    private static FailureException Bad(string what, string remedy, string input) => new(new Failure(FailureCodes.BadInputValue, what, remedy, SourcePlace.OfInput(input)));
}
