using System.Text;
using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Oci;
using PipelineKit.Trust;

namespace PipelineKit.CanaryVerify;

/// <summary>Opens Azure Monitor, with the token given or as the workload identity of this run.</summary>
internal static class AzureSources
{
    private const string Audience = "api://AzureADTokenExchange";
    private const int MaximumToken = 64 << 10;

    /// <summary>Opens it; nothing is asked yet.</summary>
    /// <exception cref="FailureException">An address or id is wrong, or nobody is named who asks.</exception>
    internal static OpenedSource Open(MetricsPlace place, CommandContext context)
    {
        var isLogs = place.Workspace.Length > 0;
        var endpoint = place.Url ?? (isLogs ? AzureConnection.Logs : AzureConnection.Management);
        var handler = new PrometheusConnection { Address = endpoint }.CreateHandler();
        try
        {
            var connection = new AzureConnection { Endpoint = endpoint, Token = place.AzureToken, Identity = place.AzureToken.Length > 0 ? null : IdentityOf(endpoint, handler, context) };
            if (connection.Problem() is { } problem)
            {
                throw Wrong(place.Url is null ? CanaryInputs.AzureToken : CanaryInputs.MetricsUrl, problem + ".", null);
            }

            return new OpenedSource(
                isLogs ? new AzureLogsSource(connection, place.Workspace, handler, context.Time) : new AzureMetricsSource(connection, place.Resource, handler, context.Time), handler);
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    internal static AzureIdentity IdentityOf(Uri endpoint, HttpMessageHandler handler, CommandContext context)
    {
        var file = Variable(context, "AZURE_FEDERATED_TOKEN_FILE");
        if (Variable(context, "AZURE_TENANT_ID") is not { } tenant || Variable(context, "AZURE_CLIENT_ID") is not { } client || (file is null && context.Ci.IdentityTokens is null))
        {
            throw Wrong(
                CanaryInputs.AzureToken,
                "It is not said who asks Azure Monitor.",
                "Give `azure-token`, or AZURE_TENANT_ID and AZURE_CLIENT_ID of an application that trusts this run, with AZURE_FEDERATED_TOKEN_FILE or identity tokens of the job (`id-token: write`).");
        }

        return new AzureIdentity
        {
            Authority = AuthorityOf(endpoint, context),
            Tenant = tenant,
            Client = client,
            Assertion = async cancellation =>
            {
                var token = file is null ? await OfJobAsync(handler, context, cancellation) : Encoding.UTF8.GetString(await OutsideFile.ReadAsync(context.WorkingDirectory, file, MaximumToken, cancellation)).Trim();
                context.Mask(token);
                return token;
            },
            OnSecret = context.Mask,
        };
    }

    private static async Task<string> OfJobAsync(HttpMessageHandler handler, CommandContext context, CancellationToken cancellation)
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        try
        {
            return await context.Ci.IdentityTokens!.GetAsync(Audience, http, context.Time, cancellation);
        }
        catch (FailureException e) when (e.Exit == ExitCode.Unavailable)
        {
            // A watch goes on, and asks again at its next look.
            throw new MetricSourceException(MetricSourceProblem.Unavailable, "Azure Monitor", e.Failures[0].What, e);
        }
    }

    private static Uri AuthorityOf(Uri endpoint, CommandContext context)
    {
        if (Variable(context, "AZURE_AUTHORITY_HOST") is not { } given)
        {
            return new Uri(endpoint.Host switch
            {
                var host when host.EndsWith(".cn", StringComparison.OrdinalIgnoreCase) => "https://login.chinacloudapi.cn",
                var host when host.EndsWith(".us", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".usgovcloudapi.net", StringComparison.OrdinalIgnoreCase) => "https://login.microsoftonline.us",
                _ => "https://login.microsoftonline.com",
            });
        }

        return RemoteUrl.TryParse(given, out var url, out var problem) ? url : throw Wrong(CanaryInputs.AzureToken, $"AZURE_AUTHORITY_HOST is no address: {problem}.", "Write it as in `https://login.microsoftonline.us`.");
    }

    private static string? Variable(CommandContext context, string name) => context.Environment.Variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static FailureException Wrong(Input input, string what, string? remedy) => new(new Failure(FailureCodes.BadInputValue, what, remedy, SourcePlace.OfInput(input.Name)));
}
