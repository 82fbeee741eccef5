using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using PipelineKit.Testing;

namespace PipelineKit.Tests.CanaryVerify;

/// <summary>Logs and metrics of two digests, a thousand requests a minute each, as Azure Monitor publishes its answers; with the authority that gives tokens. Throws on what it was not told.</summary>
internal sealed class AzureMonitorServer : IDisposable
{
    public const string Workspace = "11111111-2222-3333-4444-555555555555";
    public const string Resource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/shop";
    public const string Token = "t0ken-of-azure";
    private const int Requests = 1000;
    private readonly LoopbackHttpServer _server;

    public AzureMonitorServer() => _server = new LoopbackHttpServer((request, _) => Task.FromResult(Answer(request)));

    public string Address => $"http://{_server.Endpoint}";

    /// <summary>Errors of the canary in a minute; the baseline has five.</summary>
    public int CanaryErrors { get; init; } = 5;

    public ConcurrentQueue<Exception> Failures => _server.Failures;

    /// <summary>The forms that asked for tokens.</summary>
    public ConcurrentQueue<LoopbackRequest> Exchanges { get; } = new();

    public void Dispose() => _server.Dispose();

    private LoopbackResponse Answer(LoopbackRequest request)
    {
        if (request is { Method: "POST", Path: "/tenant/oauth2/v2.0/token" })
        {
            Exchanges.Enqueue(request);
            return Json($$"""{"token_type":"Bearer","expires_in":3599,"access_token":"{{Token}}"}""");
        }

        if (request is { Method: "GET", Path: "/job-token" })
        {
            return request.Query("audience") is ["api://AzureADTokenExchange"] ? Json("""{"value":"job-pr00f"}""") : throw new InvalidOperationException("another audience");
        }

        if (request.Header("Authorization") != $"Bearer {Token}")
        {
            return LoopbackResponse.Of(403, "application/json", """{"error":{"message":"The provided credentials have insufficient access to perform the requested operation","code":"InsufficientAccessError"}}""");
        }

        return request switch
        {
            { Method: "POST", Path: $"/v1/workspaces/{Workspace}/query" } => Logs(request),
            { Method: "GET", Path: $"{Resource}/providers/Microsoft.Insights/metrics" } => Metrics(request),
            _ => throw new InvalidOperationException($"nobody told of {request.Method} {request.Target}"),
        };
    }

    private LoopbackResponse Logs(LoopbackRequest request)
    {
        using var body = JsonDocument.Parse(request.Body);
        var query = body.RootElement.GetProperty("query").GetString()!;
        var rows = Minutes(body.RootElement.GetProperty("timespan").GetString()!).Select(m => $"[\"{m}\",{Count(query, query.Contains("countif", StringComparison.Ordinal))}]");
        return Json($$"""{"tables":[{"name":"PrimaryResult","columns":[{"name":"TimeGenerated","type":"datetime"},{"name":"value","type":"long"}],"rows":[{{string.Join(',', rows)}}]}]}""");
    }

    private LoopbackResponse Metrics(LoopbackRequest request)
    {
        var (filter, metric) = (request.Query("$filter")[0], request.Query("metricnames")[0]);
        var points = Minutes(request.Query("timespan")[0]).Select(m => $$"""{"timeStamp":"{{m}}","total":{{Count(filter, metric == "Http5xx")}}.0}""");
        return Json($$"""{"cost":1,"interval":"PT1M","value":[{"errorCode":"Success","timeseries":[{"metadatavalues":[],"data":[{{string.Join(',', points)}}]}]}]}""");
    }

    private int Count(string text, bool isBad)
    {
        var isCanary = text.Contains(FakeMetrics.After.Text, StringComparison.Ordinal);
        return !isCanary && !text.Contains(FakeMetrics.Before.Text, StringComparison.Ordinal) ? throw new InvalidOperationException($"no digest in {text}")
            : !isBad ? Requests
            : isCanary ? CanaryErrors
            : 5;
    }

    private static IEnumerable<string> Minutes(string span)
    {
        var ends = Array.ConvertAll(span.Split('/'), t => DateTimeOffset.Parse(t, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
        for (var time = ends[0]; time < ends[1]; time = time.AddMinutes(1))
        {
            yield return time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }
    }

    private static LoopbackResponse Json(string body) => LoopbackResponse.Of(200, "application/json; charset=utf-8", body);
}
