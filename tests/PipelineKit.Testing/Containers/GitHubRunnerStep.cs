namespace PipelineKit.Testing;

/// <summary>A step of a GitHub workflow that uses a container action: what the runner knows before it starts the container.</summary>
public sealed record GitHubRunnerStep
{
    /// <summary>The image, as the daemon knows it.</summary>
    public required string Image { get; init; }

    /// <summary>The action's <c>runs.args</c>, expressions resolved.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The inputs of the step by the names in <c>action.yml</c>; what is declared and not given is empty.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables of the job and the step (<c>env:</c>), and what a test wants to be different from the usual.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Options of <c>docker run</c> beyond the runner's own, such as <c>--read-only</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether the runner has a Docker socket to mount; runners on Kubernetes have none.</summary>
    public bool HasDockerSocket { get; init; } = true;

    /// <summary>The network of the job: <c>none</c>, or <c>host</c> for a loopback registry.</summary>
    public string Network { get; init; } = "none";

    /// <summary>The <c>outcome</c> must be known within this time.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(2);
}
