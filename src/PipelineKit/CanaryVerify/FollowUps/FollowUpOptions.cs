using PipelineKit.Clusters;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>What is done about a canary that failed.</summary>
[Flags]
internal enum FailActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The environment goes back to the image before.</summary>
    Rollback = 1,

    /// <summary>A Rollout of Argo is aborted.</summary>
    ArgoAbort = 2,

    /// <summary>An address is told.</summary>
    Webhook = 4,

    /// <summary>A program is run.</summary>
    Command = 8,
}

/// <summary>What follows a verdict, parsed.</summary>
internal sealed record FollowUpOptions
{
    /// <summary>What is done when it failed.</summary>
    public required FailActions OnFail { get; init; }

    /// <summary>How the environment is reached; null without one.</summary>
    public PromotionOptions? Environment { get; init; }

    /// <summary>The Rollout that is aborted; null for none.</summary>
    public RolloutTarget? Rollout { get; init; }

    /// <summary>Where the verdict is sent; null for nowhere.</summary>
    public WebhookTarget? Webhook { get; init; }

    /// <summary>The program and its arguments; none for nothing.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>How long it may run.</summary>
    public TimeSpan CommandTimeout { get; init; }

    /// <summary>How long it is looked after a rollback; zero for not at all.</summary>
    public TimeSpan Check { get; init; }

    /// <summary>How often meanwhile.</summary>
    public TimeSpan CheckInterval { get; init; }

    /// <summary>Whether the host is told.</summary>
    public bool DeploymentStatus { get; init; }

    /// <summary>The Grafana that gets an annotation; null for none.</summary>
    public GrafanaTarget? Grafana { get; init; }

    /// <summary>The collector that gets metrics; null for none.</summary>
    public TelemetryTarget? Telemetry { get; init; }
}

/// <summary>A Rollout of Argo Rollouts.</summary>
/// <param name="Cluster">Its API server.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
internal sealed record RolloutTarget(ClusterSettings Cluster, string Namespace, string Name);

/// <summary>Where verdicts are sent.</summary>
/// <param name="Address">The address; a secret.</param>
/// <param name="Secret">Signs what is sent; empty for no signature.</param>
internal sealed record WebhookTarget(Uri Address, string Secret);

/// <summary>A Grafana.</summary>
/// <param name="Address">Its base address.</param>
/// <param name="Token">A token; empty for none.</param>
/// <param name="Dashboard">The UID of a dashboard; empty for the whole organisation.</param>
/// <param name="Panel">A panel of it; null for all.</param>
internal sealed record GrafanaTarget(Uri Address, string Token, string Dashboard, int? Panel);

/// <summary>A collector of OpenTelemetry.</summary>
/// <param name="Endpoint">Its base address.</param>
/// <param name="Headers">Headers of requests; their values are secrets.</param>
internal sealed record TelemetryTarget(Uri Endpoint, IReadOnlyList<KeyValuePair<string, string>> Headers);
