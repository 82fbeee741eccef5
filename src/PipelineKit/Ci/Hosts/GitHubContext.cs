using System.Globalization;
using PipelineKit.Sigstore;
using static PipelineKit.Ci.HostEnvironmentReader;

namespace PipelineKit.Ci;

/// <summary>What GitHub's runner says about the run, in its default variables.</summary>
internal static class GitHubContext
{
    internal static CiContext Read(IReadOnlyDictionary<string, string> variables, string currentFolder)
    {
        var server = (Given(variables, "GITHUB_SERVER_URL") ?? "https://github.com").TrimEnd('/');
        var repository = Given(variables, "GITHUB_REPOSITORY");
        var token = Given(variables, "INPUT_TOKEN") ?? Given(variables, "GITHUB_TOKEN");
        return new CiContext
        {
            Repository = repository,
            Commit = Given(variables, "GITHUB_SHA"),
            Reference = Given(variables, "GITHUB_REF_NAME"),
            RunUrl = RunUrl(variables, server, repository),
            Actor = Given(variables, "GITHUB_ACTOR"),
            ActorAliases = Given(variables, "GITHUB_TRIGGERING_ACTOR") is { } again ? [again] : [],
            Workspace = Given(variables, "GITHUB_WORKSPACE") ?? currentFolder,
            TemporaryFolder = Given(variables, "RUNNER_TEMP"),
            GitServerUrl = server,
            JobToken = token,
            JobTokenServer = token is null ? null : server,
            Build = Build(variables, server, repository),
            CodeHost = repository is null ? null : CodeHostOf(variables, server, repository),
            IdentityTokens = IdentityTokenSource.GitHub(Given(variables, "ACTIONS_ID_TOKEN_REQUEST_URL"), Given(variables, "ACTIONS_ID_TOKEN_REQUEST_TOKEN")),
            IdentityTokenRemedy = "Give the job `permissions: id-token: write` (jobs of pull requests from forks cannot have it), or sign with a `key`.",
        };
    }

    // Runners name the addresses; github.com has them on a host of its own, other servers below /api.
    private static CodeHost CodeHostOf(IReadOnlyDictionary<string, string> variables, string server, string repository)
    {
        var isPublic = server == "https://github.com";
        return new CodeHost
        {
            Kind = CodeHostKind.GitHub,
            ApiUrl = (Given(variables, "GITHUB_API_URL") ?? (isPublic ? "https://api.github.com" : server + "/api/v3")).TrimEnd('/'),
            GraphQlUrl = Given(variables, "GITHUB_GRAPHQL_URL") ?? (isPublic ? "https://api.github.com/graphql" : server + "/api/graphql"),
            Repository = repository,
            RunId = Given(variables, "GITHUB_RUN_ID") ?? "",
            RunAttempt = int.TryParse(Given(variables, "GITHUB_RUN_ATTEMPT"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : 1,
        };
    }

    // Null unless everything is there: half a provenance is worse than none.
    private static GitHubWorkflowRun? Build(IReadOnlyDictionary<string, string> variables, string server, string? repository) =>
        repository is not null
        && Given(variables, "GITHUB_SHA") is { } commit
        && Given(variables, "GITHUB_REF") is { } reference
        && Given(variables, "GITHUB_WORKFLOW_REF") is { } workflow
        && Given(variables, "GITHUB_EVENT_NAME") is { } @event
        && Given(variables, "GITHUB_REPOSITORY_ID") is { } id
        && Given(variables, "GITHUB_REPOSITORY_OWNER_ID") is { } owner
        && Given(variables, "GITHUB_RUN_ID") is { } run
            ? new GitHubWorkflowRun
            {
                Server = server,
                Repository = repository,
                Commit = commit,
                Reference = reference,
                WorkflowReference = workflow,
                Event = @event,
                RepositoryId = id,
                OwnerId = owner,
                RunnerEnvironment = Given(variables, "RUNNER_ENVIRONMENT") ?? "self-hosted",
                RunId = run,
                Attempt = Given(variables, "GITHUB_RUN_ATTEMPT") ?? "1",
            }
            : null;

    // A re-run keeps the run's number; the attempt is what tells the two apart.
    private static string? RunUrl(IReadOnlyDictionary<string, string> variables, string server, string? repository)
    {
        var run = Given(variables, "GITHUB_RUN_ID");
        if (run is null || repository is null)
        {
            return null;
        }

        var attempt = Given(variables, "GITHUB_RUN_ATTEMPT");
        return $"{server}/{repository}/actions/runs/{run}" + (attempt is null or "1" ? "" : $"/attempts/{attempt}");
    }
}
