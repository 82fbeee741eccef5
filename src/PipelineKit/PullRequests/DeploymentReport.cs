using PipelineKit.Oci;

namespace PipelineKit.PullRequests;

/// <summary>What a host is told about a deployment.</summary>
public sealed record DeploymentReport
{
    /// <summary>The environment.</summary>
    public required string Environment { get; init; }

    /// <summary>Whether it is the one that users see.</summary>
    public bool IsProduction { get; init; }

    /// <summary>The application.</summary>
    public required string App { get; init; }

    /// <summary>Where the image is: <c>registry/repository</c>.</summary>
    public required string Image { get; init; }

    /// <summary>Which.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The commit or branch it is deployed from.</summary>
    public required string Reference { get; init; }

    /// <summary>How it went.</summary>
    public required DeploymentState State { get; init; }

    /// <summary>One sentence; hosts cut it at 140 characters.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where people find more; null for nowhere.</summary>
    public string? LogUrl { get; init; }
}

/// <summary>How a deployment went.</summary>
public enum DeploymentState
{
    /// <summary>Put up, and not yet seen running.</summary>
    InProgress,

    /// <summary>Done.</summary>
    Success,

    /// <summary>Failed, or taken back.</summary>
    Failure,

    /// <summary>Replaced by another.</summary>
    Inactive,
}
