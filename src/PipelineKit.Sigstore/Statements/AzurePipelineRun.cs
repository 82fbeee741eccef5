namespace PipelineKit.Sigstore;

/// <summary>A run of Azure Pipelines. There is no build type of Microsoft's; this is one of our own, described in docs/sign.md.</summary>
public sealed record AzurePipelineRun : BuildRun
{
    /// <summary>The build type: the members of the two parameter objects are those that docs/sign.md lists.</summary>
    public const string BuildType = "https://pipelinekit.dev/buildtypes/azure-pipelines/v1";

    /// <summary>The organisation: <c>https://dev.azure.com/acme</c>.</summary>
    public required string Collection { get; init; }

    /// <summary>The project's name.</summary>
    public required string Project { get; init; }

    /// <summary>The project's id.</summary>
    public required string ProjectId { get; init; }

    /// <summary>The pipeline's number.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The address of the source repository, without user information.</summary>
    public required string Repository { get; init; }

    /// <summary>The id of the source repository.</summary>
    public required string RepositoryId { get; init; }

    /// <summary>Where the repository is kept: <c>TfsGit</c>, <c>GitHub</c>.</summary>
    public required string RepositoryProvider { get; init; }

    /// <summary>The commit, full hex.</summary>
    public required string Commit { get; init; }

    /// <summary>The ref that was built: <c>refs/heads/main</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>What started it: <c>IndividualCI</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>The run's number.</summary>
    public required string BuildId { get; init; }

    /// <inheritdoc />
    public override SlsaProvenance ToProvenance()
    {
        var project = $"{Collection}/{Uri.EscapeDataString(Project)}";
        return new SlsaProvenance(
            BuildType,
            PredicateJson.Object(json => json.Object("pipeline", () =>
            {
                json.WriteString("ref", Reference);
                json.WriteString("repository", Repository);
                json.WriteString("definition", DefinitionId);
            })),
            PredicateJson.Object(json => json.Object("azure", () =>
            {
                json.WriteString("reason", Reason);
                json.WriteString("project_id", ProjectId);
                json.WriteString("repository_id", RepositoryId);
                json.WriteString("repository_provider", RepositoryProvider);
            })),
            [Source(Repository, Reference, Commit)],
            $"{project}/_build?definitionId={DefinitionId}",
            $"{project}/_build/results?buildId={BuildId}");
    }
}
