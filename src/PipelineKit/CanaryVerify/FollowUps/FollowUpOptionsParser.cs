using System.Globalization;
using PipelineKit.Actions;
using PipelineKit.Audit;
using PipelineKit.Ci;
using PipelineKit.Clusters;
using PipelineKit.Oci;
using PipelineKit.Promotion;

namespace PipelineKit.CanaryVerify;

/// <summary>Reads what follows a verdict; every problem goes to the reader.</summary>
/// <param name="context">What the command may reach.</param>
internal sealed class FollowUpOptionsParser(CommandContext context)
{
    private static readonly (string Word, FailActions Action)[] ActionWords =
        [("none", FailActions.None), ("rollback", FailActions.Rollback), ("argo-abort", FailActions.ArgoAbort), ("webhook", FailActions.Webhook), ("command", FailActions.Command)];

    private InputReader Inputs => context.Inputs;

    internal FollowUpOptions Parse()
    {
        var actions = ActionsOf();
        var environment = Inputs.Get(FollowUpInputs.Environment);
        var status = Inputs.Get(FollowUpInputs.DeploymentStatus);
        Need(actions, FailActions.Rollback, environment.Length > 0, FollowUpInputs.Environment, "Name the environment that goes back.");
        if (status && environment.Length == 0)
        {
            Inputs.Problem(FollowUpInputs.DeploymentStatus, "`deployment-status` tells of a deployment to an environment, and none is named.", "Give `environment`.");
        }

        var command = Inputs.Get(FollowUpInputs.Command) ?? [];
        Need(actions, FailActions.Command, command.Count > 0, FollowUpInputs.Command, "Name the program, and each argument on a line of its own.");
        var interval = Inputs.Get(FollowUpInputs.CheckInterval);
        if (interval < TimeSpan.FromSeconds(1))
        {
            Inputs.Problem(FollowUpInputs.CheckInterval, "`rollback-check-interval` is less than a second.", "Give at least `1s`; metrics are scraped every 15 to 60 seconds.");
        }

        return new FollowUpOptions
        {
            OnFail = actions,
            Environment = environment.Length > 0 ? new PromotionOptionsReader(context).Read(environment, r => r with { Action = LedgerAction.Rollback }) : null,
            Rollout = RolloutOf(actions),
            Webhook = WebhookOf(actions),
            Command = command,
            CommandTimeout = Inputs.Get(FollowUpInputs.CommandTimeout),
            Check = Inputs.Get(FollowUpInputs.Check),
            CheckInterval = interval,
            DeploymentStatus = status,
            Grafana = GrafanaOf(),
            Telemetry = TelemetryOf(),
        };
    }

    private FailActions ActionsOf()
    {
        var actions = FailActions.None;
        var words = Inputs.Get(FollowUpInputs.OnFail) ?? [];
        foreach (var word in words)
        {
            var index = Array.FindIndex(ActionWords, w => w.Word == word);
            if (index < 0)
            {
                Inputs.Problem(FollowUpInputs.OnFail, $"`{word}` is nothing that can follow a canary that failed.", $"Allowed are {string.Join(", ", ActionWords.Select(w => w.Word))}.");
            }
            else
            {
                actions |= ActionWords[index].Action;
            }
        }

        if (actions != FailActions.None && words.Contains("none", StringComparer.Ordinal))
        {
            Inputs.Problem(FollowUpInputs.OnFail, "`on-fail` says `none`, and something else too.", "Leave `none` out.");
        }

        return actions;
    }

    private void Need(FailActions actions, FailActions action, bool isThere, Input input, string remedy)
    {
        if (actions.HasFlag(action) && !isThere)
        {
            Inputs.Problem(input, $"`on-fail: {Array.Find(ActionWords, w => w.Action == action).Word}` needs `{input.Name}`.", remedy);
        }
    }

    private RolloutTarget? RolloutOf(FailActions actions)
    {
        var text = Inputs.Get(FollowUpInputs.Rollout);
        var cluster = ClusterInputs.Read(context);
        Need(actions, FailActions.ArgoAbort, text.Length > 0, FollowUpInputs.Rollout, "Write it as in `shop/web`.");
        Need(actions, FailActions.ArgoAbort, cluster is not null, ClusterInputs.Cluster, "Give the address of the API server, `in-cluster` or `kubeconfig`.");
        if (text.Length == 0 || cluster is null)
        {
            return null;
        }

        var parts = text.Split('/');
        if (parts.Length != 2 || !Array.TrueForAll(parts, IsName))
        {
            Inputs.Problem(FollowUpInputs.Rollout, $"`{text}` is not a namespace and the name of a Rollout.", "Write it as in `shop/web`: lower-case letters, digits, `-` and `.`.");
            return null;
        }

        return new RolloutTarget(cluster, parts[0], parts[1]);
    }

    // RFC 1123, as Kubernetes names objects.
    private static bool IsName(string text) =>
        text.Length is > 0 and <= 253 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');

    private WebhookTarget? WebhookOf(FailActions actions)
    {
        var (text, secret) = (Inputs.Get(FollowUpInputs.WebhookUrl), Inputs.Get(FollowUpInputs.WebhookSecret));
        Need(actions, FailActions.Webhook, text.Length > 0, FollowUpInputs.WebhookUrl, "Give the address as a secret of the pipeline.");
        return text.Length > 0 && AddressOf(FollowUpInputs.WebhookUrl, text, isSecret: true, allowsPlain: false) is { } address ? new WebhookTarget(address, secret) : null;
    }

    private GrafanaTarget? GrafanaOf()
    {
        var (text, token, dashboard) = (Inputs.Get(FollowUpInputs.GrafanaUrl), Inputs.Get(FollowUpInputs.GrafanaToken), Inputs.Get(FollowUpInputs.GrafanaDashboard));
        if (text.Length == 0)
        {
            if (token.Length > 0 || dashboard.Length > 0)
            {
                Inputs.Problem(FollowUpInputs.GrafanaUrl, "`grafana-token` and `grafana-dashboard` need `grafana-url`.", "Give the address of the Grafana.");
            }

            return null;
        }

        var slash = dashboard.IndexOf('/', StringComparison.Ordinal);
        int? panel = null;
        if (slash >= 0)
        {
            if (!int.TryParse(dashboard.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                Inputs.Problem(FollowUpInputs.GrafanaDashboard, $"`{dashboard}` is not a dashboard.", "Write its UID, or `UID/PANEL` with the number of the panel.");
            }

            (dashboard, panel) = (dashboard[..slash], number);
        }

        return AddressOf(FollowUpInputs.GrafanaUrl, text, isSecret: false, allowsPlain: token.Length == 0) is { } address ? new GrafanaTarget(address, token, dashboard, panel) : null;
    }

    private TelemetryTarget? TelemetryOf()
    {
        var (text, headers) = (Inputs.Get(FollowUpInputs.OtlpEndpoint), HeadersOf());
        if (text.Length > 0)
        {
            return AddressOf(FollowUpInputs.OtlpEndpoint, text, isSecret: false, allowsPlain: headers.Count == 0) is { } address ? new TelemetryTarget(address, headers) : null;
        }

        if (headers.Count > 0)
        {
            Inputs.Problem(FollowUpInputs.OtlpEndpoint, "`otlp-headers` need `otlp-endpoint`.", "Give the address of the collector.");
        }

        return null;
    }

    private List<KeyValuePair<string, string>> HeadersOf()
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in Inputs.Get(FollowUpInputs.OtlpHeaders).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? ("", "") : (line[..equals].Trim(), line[(equals + 1)..].Trim());
            if (name.Length == 0 || value.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                Inputs.Problem(FollowUpInputs.OtlpHeaders, "A line of `otlp-headers` is no header.", "Write each on a line of its own, as in `api-key=...`.");
                continue;
            }

            context.Mask(value);
            headers.Add(new(name, value));
        }

        return headers;
    }

    // Whoever listens on the way to a plain address reads what is sent, and changes the answer.
    private Uri? AddressOf(Input<string> input, string text, bool isSecret, bool allowsPlain)
    {
        var shown = isSecret ? $"`{input.Name}`" : $"`{text}`";
        if (!RemoteUrl.TryParse(text, out var url, out var problem))
        {
            Inputs.Problem(input, $"{shown} is not an address: {problem}.", "Write it as in `https://host/path`.");
            return null;
        }

        if (url.Scheme == Uri.UriSchemeHttp && !allowsPlain && NetworkAddresses.KindOfHost(url.Host) != AddressKind.Loopback)
        {
            Inputs.Problem(input, $"{shown} is plain HTTP, where anybody on the way can read what is sent.", "Use https.");
            return null;
        }

        return url;
    }
}
