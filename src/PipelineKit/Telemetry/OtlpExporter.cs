using System.Text.Json;
using PipelineKit.Failures;

namespace PipelineKit.Telemetry;

/// <summary>Sends measurements to a collector of OpenTelemetry, by OTLP over HTTP in JSON.</summary>
/// <param name="endpoint">Its base address, such as <c>http://collector:4318</c>; <c>/v1/metrics</c> is added unless it is there.</param>
/// <param name="headers">Headers of the request; their values may be secrets.</param>
/// <param name="caller">Sends.</param>
internal sealed class OtlpExporter(Uri endpoint, IReadOnlyList<KeyValuePair<string, string>> headers, ServiceCaller caller)
{
    private const string Path = "/v1/metrics";
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Sends them.</summary>
    /// <exception cref="FailureException">PK0301: refused, in whole or in part; PK0302: it cannot be reached; PK0304: its answer is none.</exception>
    internal async Task SendAsync(ReadOnlyMemory<byte> metrics, CancellationToken cancellation)
    {
        var request = new ServiceRequest(HttpMethod.Post, Address(endpoint), metrics) { Headers = headers };
        var answer = await caller.SendAsync(request, cancellation);
        if (!answer.IsSuccess)
        {
            throw Failed(FailureCodes.RemoteRefused, $"{request.Host} refused metrics ({answer.Status}).", "Check `otlp-endpoint`, and `otlp-headers` when it asks for a key.");
        }

        if (Rejected(answer.Body, request.Host) is { } why)
        {
            throw Failed(FailureCodes.RemoteRefused, $"{request.Host} did not take all metrics: {why}", remedy: null);
        }
    }

    /// <summary>Where metrics go.</summary>
    internal static Uri Address(Uri endpoint)
    {
        var text = endpoint.AbsoluteUri.TrimEnd('/');
        return new Uri(text.EndsWith(Path, StringComparison.Ordinal) ? text : text + Path);
    }

    // ExportMetricsServiceResponse: a partial success says how many points were not taken, as a number or as text.
    private static string? Rejected(byte[] body, string host)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("partialSuccess", out var partial) || partial.ValueKind != JsonValueKind.Object
                || !partial.TryGetProperty("rejectedDataPoints", out var count) || count.ToString() is "0" or "")
            {
                return null;
            }

            return $"{count} refused{(partial.TryGetProperty("errorMessage", out var message) ? $": {message}" : "")}.";
        }
        catch (JsonException e)
        {
            throw Failed(FailureCodes.RemoteProtocol, $"{host} does not answer as a collector does: {e.Message}", "Check `otlp-endpoint`.");
        }
    }

    private static FailureException Failed(FailureCode code, string what, string? remedy) => new(new Failure(code, what, remedy));
}
