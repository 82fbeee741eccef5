using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Git;

namespace PipelineKit.PullRequests.GitHub;

/// <summary>A repository of GitHub or of a GitHub Enterprise Server, and where it is asked.</summary>
/// <param name="Api">Base address of the REST interface, with a slash at its end.</param>
/// <param name="GraphQl">Address of the GraphQL interface.</param>
/// <param name="Owner">A person or an organisation.</param>
/// <param name="Name">The repository.</param>
internal sealed record GitHubPlace(Uri Api, Uri GraphQl, string Owner, string Name)
{
    private const string PublicApi = "https://api.github.com";

    /// <summary><c>owner/name</c>.</summary>
    internal string Repository => $"{Owner}/{Name}";

    /// <summary>The path of something of this repository in the REST interface.</summary>
    internal string Of(string rest) => $"repos/{Owner}/{Name}/{rest}";

    /// <summary>Where people see a file of a branch.</summary>
    internal string UrlOf(string branch, string path)
    {
        var web = Api.Host.StartsWith("api.", StringComparison.Ordinal) && Api.AbsolutePath == "/" ? Api.Authority["api.".Length..] : Api.Authority;
        return $"{Api.Scheme}://{web}/{Repository}/blob/{string.Join('/', $"{branch}/{path}".Split('/').Select(Uri.EscapeDataString))}";
    }

    /// <summary>What settings and run name.</summary>
    /// <exception cref="FailureException">They name no repository.</exception>
    internal static GitHubPlace Of(HostSettings settings, CiContext run)
    {
        var own = HostOf(run);
        var api = settings.ApiUrl.Length > 0 ? settings.ApiUrl : own?.ApiUrl ?? PublicApi;
        var repository = settings.Repository.Length > 0 ? settings.Repository : own?.Repository
            ?? throw new FailureException(new Failure(
                FailureCodes.MissingInput, "The run does not say which repository of GitHub gets the changes.", "Give `repository: owner/name`.", SourcePlace.OfInput("repository")));
        if (!GitNames.IsRepository(repository))
        {
            throw new FailureException(new Failure(FailureCodes.BadInputValue, $"`{repository}` is not the name of a repository of GitHub.", "Write it as `owner/name`.", SourcePlace.OfInput("repository")));
        }

        var slash = repository.IndexOf('/', StringComparison.Ordinal);
        var graphQl = own is { GraphQlUrl.Length: > 0 } && api == own.ApiUrl ? own.GraphQlUrl : GraphQlOf(api);
        return new GitHubPlace(new Uri(api.TrimEnd('/') + "/"), new Uri(graphQl), repository[..slash], repository[(slash + 1)..]);
    }

    /// <summary>The GitHub that the run is on; null when it is on none.</summary>
    internal static CodeHost? HostOf(CiContext run) => run.CodeHost?.Kind == CodeHostKind.GitHub ? run.CodeHost : null;

    // github.com has both on one host; an Enterprise Server has them beside each other, at /api/v3 and /api/graphql.
    private static string GraphQlOf(string api)
    {
        var address = api.TrimEnd('/');
        return address.EndsWith("/v3", StringComparison.Ordinal) ? address[..^2] + "graphql" : address + "/graphql";
    }
}
