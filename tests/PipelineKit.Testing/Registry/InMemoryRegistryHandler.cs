using System.Net;

namespace PipelineKit.Testing;

/// <summary>Asks an <see cref="InMemoryRegistry"/> without a network, for tests that ask it very often.</summary>
/// <param name="registry">Who answers, whatever the host of the address is.</param>
public sealed class InMemoryRegistryHandler(InMemoryRegistry registry) : HttpMessageHandler
{
    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in request.Content is null ? request.Headers : request.Headers.Concat(request.Content.Headers))
        {
            headers[header.Key] = string.Join(", ", header.Value);
        }

        var answer = await registry.AnswerAsync(new LoopbackRequest(request.Method.Method, request.RequestUri!.PathAndQuery, headers, body), cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { RequestMessage = request, Content = new ByteArrayContent(request.Method == HttpMethod.Head ? [] : answer.Body) };
        response.Content.Headers.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
