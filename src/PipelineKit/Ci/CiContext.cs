using PipelineKit.Sigstore;

namespace PipelineKit.Ci;

/// <summary>What the CI system says about this run. Every member is null or empty where the host does not say it.</summary>
public sealed record CiContext
{
    /// <summary><c>owner/name</c>, or the Azure project and repository.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit the run is for, full hex.</summary>
    public string? Commit { get; init; }

    /// <summary>The branch or tag name.</summary>
    public string? Reference { get; init; }

    /// <summary>Where people find this run.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Who started it.</summary>
    public string? Actor { get; init; }

    /// <summary>Other names the same person goes by on the host: an e-mail address, an id; who started this run again.</summary>
    public IReadOnlyList<string> ActorAliases { get; init; } = [];

    /// <summary>The folder the repository is checked out to, absolute.</summary>
    public required string Workspace { get; init; }

    /// <summary>A folder for this run's files, absolute; null on a plain command line.</summary>
    public string? TemporaryFolder { get; init; }

    /// <summary>The base address of the Git server that hosts the actions a workflow uses, such as <c>https://github.com</c>.</summary>
    public string GitServerUrl { get; init; } = "https://github.com";

    /// <summary>The job's own token for the Git server and, on GitHub, ghcr.io; masked. Null when there is none.</summary>
    public string? JobToken { get; init; }

    /// <summary>The base address of the only Git server <see cref="JobToken"/> may be sent to; null without a token.</summary>
    public string? JobTokenServer { get; init; }

    /// <summary>This run as provenance tells it; null on a command line, or when the host does not say enough.</summary>
    public BuildRun? Build { get; init; }

    /// <summary>The service that hosts the repository; null on a command line, or when the host does not say.</summary>
    public CodeHost? CodeHost { get; init; }

    /// <summary>Who gives out the identity tokens of this run; null when the host gives none.</summary>
    public IdentityTokenSource? IdentityTokens { get; init; }

    /// <summary>What to do on this host so that there are identity tokens: one sentence.</summary>
    public string IdentityTokenRemedy { get; init; } = "Give one with `identity-token`, or sign with a `key`.";
}
