using PipelineKit.Actions;
using PipelineKit.Canary;
using PipelineKit.CanaryVerify;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Azure Monitor, as it is opened for a run.</summary>
public sealed class AzureSourcesTests
{
    private static readonly TimeWindow Window = new(new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(1), 5);

    [Theory]
    [InlineData(503, true)]
    [InlineData(403, false)]
    public async Task A_host_that_gives_no_identity_token_just_now_is_no_reason_to_end_a_watch(int status, bool isPassing)
    {
        using var host = new LoopbackHttpServer((request, _) => Task.FromResult(request.Path == "/token" ? LoopbackResponse.Of(status, "text/plain", "") : throw new InvalidOperationException(request.Path)));
        var tokens = IdentityTokenSource.GitHub($"http://{host.Endpoint}/token", "r3quest");
        using var opened = AzureSources.Open(Place(), Context(tokens, ("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "c")));

        var e = await Record.ExceptionAsync(() => opened.Source.ValuesAsync("T", Window, CancellationToken.None));

        Assert.Empty(host.Failures);
        Assert.Equal(isPassing, e is MetricSourceException { Problem: MetricSourceProblem.Unavailable });
        Assert.Equal(isPassing ? ExitCode.Unavailable : ExitCode.Refused, FailureMap.From(e!, cancelled: false)[0].Code.Exit);
    }

    [Theory]
    [InlineData("", "https://login.microsoftonline.com")]
    [InlineData("https://api.loganalytics.us", "https://login.microsoftonline.us")]
    [InlineData("https://api.loganalytics.azure.cn", "https://login.chinacloudapi.cn")]
    public void The_authority_is_that_of_the_cloud(string endpoint, string expected)
    {
        using var handler = new SocketsHttpHandler();
        var address = endpoint.Length > 0 ? new Uri(endpoint) : AzureConnection.Logs;
        var identity = AzureSources.IdentityOf(address, handler, Context(null, ("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "c"), ("AZURE_FEDERATED_TOKEN_FILE", "/nowhere")));
        Assert.Equal(new Uri(expected), identity.Authority);
    }

    [Theory]
    [InlineData("AZURE_CLIENT_ID", "c", "AZURE_FEDERATED_TOKEN_FILE", "/nowhere")]
    [InlineData("AZURE_TENANT_ID", "t", "AZURE_FEDERATED_TOKEN_FILE", "/nowhere")]
    [InlineData("AZURE_TENANT_ID", "t", "AZURE_CLIENT_ID", "c")]
    public void Half_an_identity_is_none(string first, string one, string second, string other)
    {
        var e = Assert.Throws<FailureException>(() => AzureSources.Open(Place(), Context(null, (first, one), (second, other))).Dispose());
        Assert.Contains("It is not said who asks Azure Monitor", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_authority_that_is_no_address_is_refused()
    {
        var variables = new[] { ("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "c"), ("AZURE_FEDERATED_TOKEN_FILE", "/nowhere"), ("AZURE_AUTHORITY_HOST", "http://169.254.169.254") };
        Assert.Throws<FailureException>(() => AzureSources.Open(Place(), Context(null, variables)).Dispose());
    }

    private static MetricsPlace Place() => new()
    {
        Url = null,
        File = "",
        Token = "",
        User = "",
        Password = "",
        Headers = [],
        Authority = "",
        Certificate = "",
        Key = "",
        Workspace = AzureMonitorServer.Workspace,
    };

    private static CommandContext Context(IdentityTokenSource? tokens, params (string Name, string Value)[] variables) => new()
    {
        Inputs = new InputReader([], _ => { }),
        Ci = new CiContext { Workspace = "/w", IdentityTokens = tokens },
        Environment = new HostEnvironment { Variables = variables.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal) },
        WorkingDirectory = "/w",
        Time = new FakeTimeProvider { AutoAdvance = true },
        Progress = SilentProgress.Instance,
        Mask = _ => { },
    };
}
