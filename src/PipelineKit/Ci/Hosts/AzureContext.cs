using System.Globalization;
using PipelineKit.Sigstore;
using static PipelineKit.Ci.HostEnvironmentReader;

namespace PipelineKit.Ci;

/// <summary>What the Azure Pipelines agent says about the run, in its predefined variables.</summary>
internal static class AzureContext
{
    internal static CiContext Read(IReadOnlyDictionary<string, string> variables, string currentFolder)
    {
        var collection = Given(variables, "SYSTEM_COLLECTIONURI")?.TrimEnd('/');
        var project = Given(variables, "SYSTEM_TEAMPROJECT");
        var token = Token(variables, "SYSTEM_ACCESSTOKEN") ?? Token(variables, "ENDPOINT_AUTH_PARAMETER_SYSTEMVSSCONNECTION_ACCESSTOKEN");
        return new CiContext
        {
            Repository = Repository(variables, project),
            Commit = Given(variables, "BUILD_SOURCEVERSION"),
            Reference = ShortName(Given(variables, "BUILD_SOURCEBRANCH")),
            RunUrl = RunUrl(variables, collection, project),
            Actor = Given(variables, "BUILD_REQUESTEDFOR"),
            ActorAliases = [.. new[] { Given(variables, "BUILD_REQUESTEDFOREMAIL"), Given(variables, "BUILD_REQUESTEDFORID") }.OfType<string>()],
            Workspace = Given(variables, "BUILD_SOURCESDIRECTORY") ?? Given(variables, "SYSTEM_DEFAULTWORKINGDIRECTORY") ?? currentFolder,
            TemporaryFolder = Given(variables, "AGENT_TEMPDIRECTORY"),
            JobToken = token,
            JobTokenServer = token is null ? null : collection,
            Build = Build(variables, collection, project),
            CodeHost = CodeHost(variables, collection, project),
            IdentityTokens = IdentityTokenSource.Azure(Given(variables, "SYSTEM_OIDCREQUESTURI"), token),
            IdentityTokenRemedy = "The public Fulcio takes no tokens of Azure Pipelines: sign with a `key` or a `signer-command`, "
                + "or name a private Fulcio with `fulcio-url` and map SYSTEM_ACCESSTOKEN: $(System.AccessToken) into `env:` of the step.",
        };
    }

    // Pipelines also build repositories of other services, which are not reached this way.
    private static CodeHost? CodeHost(IReadOnlyDictionary<string, string> variables, string? collection, string? project) =>
        collection is not null && project is not null && Given(variables, "BUILD_REPOSITORY_PROVIDER") == "TfsGit"
        && (Given(variables, "BUILD_REPOSITORY_NAME") ?? Given(variables, "BUILD_REPOSITORY_ID")) is { } repository
            ? new CodeHost
            {
                Kind = CodeHostKind.AzureRepos,
                ApiUrl = $"{collection}/{Uri.EscapeDataString(project)}",
                Repository = repository,
                RunId = Given(variables, "BUILD_BUILDID") ?? "",
                RunAttempt = int.TryParse(Given(variables, "SYSTEM_JOBATTEMPT"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : 1,
            }
            : null;

    // Null unless everything is there: half a provenance is worse than none.
    private static AzurePipelineRun? Build(IReadOnlyDictionary<string, string> variables, string? collection, string? project) =>
        collection is not null && project is not null
        && Given(variables, "SYSTEM_TEAMPROJECTID") is { } projectId
        && Given(variables, "SYSTEM_DEFINITIONID") is { } definition
        && WithoutUser(Given(variables, "BUILD_REPOSITORY_URI")) is { } repository
        && Given(variables, "BUILD_REPOSITORY_ID") is { } repositoryId
        && Given(variables, "BUILD_SOURCEVERSION") is { } commit
        && Given(variables, "BUILD_SOURCEBRANCH") is { } reference
        && Given(variables, "BUILD_BUILDID") is { } build
            ? new AzurePipelineRun
            {
                Collection = collection,
                Project = project,
                ProjectId = projectId,
                DefinitionId = definition,
                Repository = repository,
                RepositoryId = repositoryId,
                RepositoryProvider = Given(variables, "BUILD_REPOSITORY_PROVIDER") ?? "",
                Commit = commit,
                Reference = reference,
                Reason = Given(variables, "BUILD_REASON") ?? "",
                BuildId = build,
            }
            : null;

    // Azure Repos writes the organisation before the host, as in https://acme@dev.azure.com/acme/shop/_git/shop.
    private static string? WithoutUser(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped) : null;

    // A repository of Azure Repos is named within its project; those of other providers carry their owner.
    private static string? Repository(IReadOnlyDictionary<string, string> variables, string? project)
    {
        var name = Given(variables, "BUILD_REPOSITORY_NAME");
        return name is null || project is null || name.Contains('/', StringComparison.Ordinal) ? name : $"{project}/{name}";
    }

    private static string? RunUrl(IReadOnlyDictionary<string, string> variables, string? collection, string? project)
    {
        var build = Given(variables, "BUILD_BUILDID");
        return collection is null || project is null || build is null
            ? null
            : $"{collection}/{Uri.EscapeDataString(project)}/_build/results?buildId={build}";
    }

    private static string? ShortName(string? reference)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["refs/heads/", "refs/tags/"])
        {
            if (reference?.StartsWith(prefix, StringComparison.Ordinal) == true)
            {
                return reference[prefix.Length..];
            }
        }

        return reference;
    }

    // A variable that does not exist arrives as the macro itself.
    private static string? Token(IReadOnlyDictionary<string, string> variables, string name) =>
        Given(variables, name) is { } value && !value.StartsWith("$(", StringComparison.Ordinal) ? value : null;
}
