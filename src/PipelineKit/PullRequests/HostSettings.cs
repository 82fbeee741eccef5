namespace PipelineKit.PullRequests;

/// <summary>Which host changes go to, and as whom.</summary>
public sealed record HostSettings
{
    /// <summary>Which.</summary>
    public required HostChoice Choice { get; init; }

    /// <summary><c>owner/name</c>, the Azure repository, or the folder (or bare repository) of a local one; empty for that of the run.</summary>
    public string Repository { get; init; } = "";

    /// <summary>The base address of the host's interface; empty for that of the run, else of the public service.</summary>
    public string ApiUrl { get; init; } = "";

    /// <summary>The token; empty for the job's own.</summary>
    public string Token { get; init; } = "";

    /// <summary>A GitHub App to act as, instead of with a token; null for none.</summary>
    public GitHubAppSettings? App { get; init; }

    /// <summary>With a local repository: the remote that branches are fetched from and pushed to; empty to work on the local branches alone.</summary>
    public string Remote { get; init; } = "";
}

/// <summary>A GitHub App.</summary>
/// <param name="Id">Its id or client id.</param>
/// <param name="PrivateKeyPem">Its private key, PEM.</param>
public sealed record GitHubAppSettings(string Id, string PrivateKeyPem);

/// <summary>Where changes go.</summary>
public enum HostChoice
{
    /// <summary>The host of the run; a local repository on a command line.</summary>
    Auto,

    /// <summary>A local Git repository.</summary>
    Git,

    /// <summary>GitHub.</summary>
    GitHub,

    /// <summary>Azure Repos.</summary>
    AzureRepos,
}
