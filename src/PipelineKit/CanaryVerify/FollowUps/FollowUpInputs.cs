using PipelineKit.Actions;
using PipelineKit.Clusters;
using PipelineKit.Images;
using PipelineKit.Promotion;
using PipelineKit.PullRequests;
using PipelineKit.Signing;
using PipelineKit.Trust;

namespace PipelineKit.CanaryVerify;

/// <summary>The inputs that say what follows a verdict.</summary>
internal static class FollowUpInputs
{
    internal static readonly Input<IReadOnlyList<string>> OnFail = Inputs.Words(
        "on-fail",
        "What is done when the canary fails, one or several of: `none`, `rollback` (the image before, by ledger, lock and manifests of `environment`), `argo-abort`, `webhook`, `command`.",
        "none");

    internal static readonly Input<string> Environment = Inputs.Text(
        "environment", "The environment the canary runs in, by its name in `promotion` of pipelinekit.yaml: its ledger gets the verdict, and `on-fail: rollback` takes it back.");

    internal static readonly Input<string> Rollout = Inputs.Text("argo-rollout", "The Rollout that `on-fail: argo-abort` aborts: `NAMESPACE/NAME`. It is in `cluster`.");

    internal static readonly Input<string> WebhookUrl = Inputs.Secret("webhook-url", "Where `on-fail: webhook` sends the verdict as JSON by POST; https. Kept out of the log, because such addresses often have a key in them.");

    internal static readonly Input<string> WebhookSecret = Inputs.Secret("webhook-secret", "Signs what is sent: header `X-PipelineKit-Signature-256`, `sha256=` and the HMAC-SHA256 of the body in hex.");

    internal static readonly Input<IReadOnlyList<string>> Command = Inputs.Lines(
        "on-fail-command", "What `on-fail: command` runs: the program, then one argument a line. No shell; the verdict is in the file that `PIPELINEKIT_VERDICT_FILE` names.");

    internal static readonly Input<TimeSpan> CommandTimeout = Inputs.Duration("on-fail-timeout", "How long `on-fail-command` may run.", "5m");

    internal static readonly Input<TimeSpan> Check = Inputs.Duration(
        "rollback-check", "After a rollback: how long to wait until metrics show that the image before runs and its errors are as they should be; `0s` for no check.", "10m");

    internal static readonly Input<TimeSpan> CheckInterval = Inputs.Duration("rollback-check-interval", "How often it is looked meanwhile.", "30s");

    internal static readonly Input<bool> DeploymentStatus = Inputs.Flag("deployment-status", "Tell the host of `environment` how the deployment of the canary went (GitHub: a deployment and its status).");

    internal static readonly Input<string> GrafanaUrl = Inputs.Text("grafana-url", "A Grafana that gets an annotation with start, end, verdict and digest.");

    internal static readonly Input<string> GrafanaToken = Inputs.Secret("grafana-token", "A service account's token for Grafana, with the permission `annotations:create`.");

    internal static readonly Input<string> GrafanaDashboard = Inputs.Text("grafana-dashboard", "The dashboard of the annotation: its UID, or `UID/PANEL`. Default: the whole organisation.");

    internal static readonly Input<string> OtlpEndpoint = Inputs.Text("otlp-endpoint", "A collector of OpenTelemetry that gets verdict, time to detect and time to roll back as metrics (OTLP over HTTP), such as `http://localhost:4318`.");

    internal static readonly Input<string> OtlpHeaders = Inputs.Secret("otlp-headers", "Headers for it, one a line: `NAME=VALUE`.");

    /// <summary>All of them, in the order of tables.</summary>
    internal static IReadOnlyList<Input> All { get; } =
    [
        OnFail, Environment, Rollout, .. ClusterInputs.All, WebhookUrl, WebhookSecret, Command, CommandTimeout, Check, CheckInterval,
        DeploymentStatus, GrafanaUrl, GrafanaToken, GrafanaDashboard, OtlpEndpoint, OtlpHeaders,
        PromotionInputs.Author, PromotionInputs.SignRecord,
        SigningInputs.Key, SigningInputs.KeyPassword, SigningInputs.SignerCommand, SigningInputs.IdentityToken, SigningInputs.FulcioUrl, SigningInputs.RekorUrl, SigningInputs.RekorVersion,
        SigningInputs.TimestampUrl, SigningInputs.SigningConfig, TrustInputs.TrustedRoot, SigningInputs.TransparencyLog,
        .. PullRequestInputs.All,
        RegistryInputs.Credentials, RegistryInputs.Mirrors, RegistryInputs.PlainHttp,
    ];
}
