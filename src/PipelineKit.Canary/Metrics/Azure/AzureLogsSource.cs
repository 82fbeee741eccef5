using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PipelineKit.Canary;

/// <summary>Metrics that KQL makes out of the logs of a Log Analytics workspace (Azure Monitor Logs, query API v1).</summary>
public sealed class AzureLogsSource : IMetricSource, IDisposable
{
    private readonly MetricServerOptions _options;
    private readonly AzureTokens _tokens;
    private readonly ServerExchange _server;
    private readonly Uri _address;

    /// <summary>Creates it.</summary>
    /// <param name="connection">Which service, as whom.</param>
    /// <param name="workspace">The id of the workspace, a GUID.</param>
    /// <param name="handler">The way to it, which must not follow redirects by itself; stays the caller's.</param>
    /// <param name="time">For time limits and waits.</param>
    /// <param name="options">Limits; null for the defaults.</param>
    /// <exception cref="MetricSourceException">The connection has a <see cref="AzureConnection.Problem"/>, or the workspace is no id.</exception>
    public AzureLogsSource(AzureConnection connection, string workspace, HttpMessageHandler handler, TimeProvider time, MetricServerOptions? options = null)
    {
        _options = options ?? new();
        var problem = connection.Problem() ?? (Guid.TryParseExact(workspace, "D", out _) ? null : "The id of a workspace has the form 12345678-1234-1234-1234-123456789abc; it is not its name");
        if (problem is not null)
        {
            throw new MetricSourceException(MetricSourceProblem.BadQuery, "Azure Monitor Logs", problem + ".");
        }

        Name = $"{connection.Name}/v1/workspaces/{workspace}";
        _address = new Uri(Name + "/query");
        _tokens = new AzureTokens(connection, handler, time, _options);
        _server = new ServerExchange(Name, handler, time, _options, new RefusalHints(
            "the identity needs the role Log Analytics Reader on the workspace, and a token that is for this service", "is the id of the workspace right?"));
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public SourceDialect Dialect => SourceDialect.Kusto;

    /// <inheritdoc />
    public Task<SeriesSet> SamplesAsync(string selector, TimeWindow window, CancellationToken cancellation) => ValuesAsync(selector, window, cancellation);

    /// <inheritdoc />
    public async Task<SeriesSet> ValuesAsync(string expression, TimeWindow window, CancellationToken cancellation)
    {
        var body = Body(expression, window);
        var token = await _tokens.GetAsync(cancellation);
        return await _server.AskAsync(
            _address,
            address =>
            {
                var request = AzureAnswer.Request(HttpMethod.Post, address, token);
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                return request;
            },
            (response, within) => AzureAnswer.ReadAsync(response, _options, answer => LogsAnswer.Read(answer, window, _options), within),
            cancellation);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _server.Dispose();
        _tokens.Dispose();
    }

    private static byte[] Body(string query, TimeWindow window)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("query", query);
            json.WriteString("timespan", AzureMetricsRequest.Span(window.Start, window.End));
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }
}
