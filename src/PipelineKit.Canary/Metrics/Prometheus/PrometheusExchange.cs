using System.Net.Http.Headers;
using System.Text;

namespace PipelineKit.Canary;

/// <summary>Questions as the HTTP API of Prometheus takes them.</summary>
internal sealed class PrometheusExchange(PrometheusConnection connection, HttpMessageHandler handler, TimeProvider time, MetricServerOptions options) : IDisposable
{
    private readonly ServerExchange _server = new(
        connection.Name, handler, time, options, new RefusalHints("look at the user, password, token or certificate it is asked with", "is the path before /api/v1 part of the address?"));

    public void Dispose() => _server.Dispose();

    public Task<SeriesSet> AskAsync(string endpoint, string resultType, KeyValuePair<string, string>[] form, CancellationToken cancellation)
    {
        var address = new UriBuilder(connection.Address);
        address.Path = address.Path.TrimEnd('/') + "/api/v1/" + endpoint;
        return _server.AskAsync(address.Uri, target => Request(target, form), (response, within) => ReadAsync(response, resultType, within), cancellation);
    }

    private HttpRequestMessage Request(Uri address, KeyValuePair<string, string>[] form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (connection.User.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{connection.User}:{connection.Password}")));
        }
        else if (connection.Token.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", connection.Token);
        }

        foreach (var header in connection.Headers)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return request;
    }

    private async Task<Attempt<SeriesSet>> ReadAsync(HttpResponseMessage response, string resultType, CancellationToken cancellation)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellation);
        var answer = await PrometheusAnswer.ReadAsync(content, options, cancellation);
        if (answer.Status != "success")
        {
            var told = ServerExchange.Told(answer.Error);
            return answer.ErrorType is "timeout" or "canceled" or "unavailable" ? Attempt<SeriesSet>.Later(told, null) : Attempt<SeriesSet>.Final(MetricSourceProblem.BadQuery, told, null);
        }

        return answer.HasResult && answer.ResultType == resultType
            ? Attempt<SeriesSet>.Done(answer.Result)
            : Attempt<SeriesSet>.Final(MetricSourceProblem.BadQuery, $"a {resultType} was asked for, and the answer is {(answer.ResultType.Length > 0 ? $"a {RefusalText.OneLine(answer.ResultType)}" : "none")}", null);
    }
}
