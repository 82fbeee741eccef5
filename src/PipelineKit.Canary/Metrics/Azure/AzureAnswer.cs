using System.Net.Http.Headers;
using System.Text.Json;
using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>What the services of Azure are asked with and answer in.</summary>
internal static class AzureAnswer
{
    /// <summary>The most of an answer that is read: half a million rows of Logs, which is the most it gives.</summary>
    public const int MaximumBytes = 32 << 20;

    /// <summary>A request with a token.</summary>
    public static HttpRequestMessage Request(HttpMethod method, Uri address, string token)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    /// <summary>The whole answer.</summary>
    /// <exception cref="AnswerException">It is too long, or no JSON.</exception>
    /// <exception cref="AnswerCutException">It ends before it is complete.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, long maximum, CancellationToken cancellation)
    {
        var body = await BoundedBody.ReadAsync(response.Content, (int)Math.Min(maximum, MaximumBytes), cancellation)
            ?? throw new AnswerException($"the answer has more than {Math.Min(maximum, MaximumBytes) >> 20} MiB; ask for fewer series or a shorter window", isQuery: true);
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            var isWhole = body.AsSpan().TrimEnd(" \t\r\n"u8) is [.., (byte)'}' or (byte)'>'];
            throw isWhole ? new AnswerException("the answer is not JSON of Azure Monitor; is this the address of the service, or is a login page before it?", isQuery: false, e) : new AnswerCutException(body.Length);
        }
    }

    /// <summary>Reads an answer; one whose form is another is no answer.</summary>
    /// <exception cref="AnswerException">As <see cref="ReadAsync(HttpResponseMessage, long, CancellationToken)"/>, and for another form.</exception>
    public static async Task<Attempt<T>> ReadAsync<T>(HttpResponseMessage response, MetricServerOptions options, Func<JsonElement, T> read, CancellationToken cancellation)
        where T : class
    {
        using var document = await ReadAsync(response, options.MaximumBytes, cancellation);
        try
        {
            return Attempt<T>.Done(read(document.RootElement));
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException and not AnswerException)
        {
            throw new AnswerException("the answer cannot be used: its form is not that of a result", isQuery: false, e);
        }
    }
}
