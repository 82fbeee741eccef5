namespace PipelineKit.Ci;

/// <summary>The service that hosts the repository of this run, as the CI system tells it.</summary>
public sealed record CodeHost
{
    /// <summary>Which service.</summary>
    public required CodeHostKind Kind { get; init; }

    /// <summary>The base address of its REST interface: <c>https://api.github.com</c>, <c>https://HOST/api/v3</c>, <c>https://dev.azure.com/ORG/PROJECT</c>.</summary>
    public required string ApiUrl { get; init; }

    /// <summary>The address of its GraphQL interface (GitHub); empty without one.</summary>
    public string GraphQlUrl { get; init; } = "";

    /// <summary>The repository: <c>owner/name</c> (GitHub), its name or id (Azure Repos).</summary>
    public required string Repository { get; init; }

    /// <summary>The id of this run, for its approvals; empty when unknown.</summary>
    public string RunId { get; init; } = "";

    /// <summary>Which attempt of the run this is, from 1.</summary>
    public int RunAttempt { get; init; } = 1;
}

/// <summary>A service that hosts repositories.</summary>
public enum CodeHostKind
{
    /// <summary>GitHub, or a GitHub Enterprise Server.</summary>
    GitHub,

    /// <summary>Azure Repos.</summary>
    AzureRepos,
}
