using System.Net.Http.Headers;
using System.Text.Json;

namespace PipelineKit.Oci;

/// <summary>
/// What the exchanges with clouds share: the environment, the clock, and requests that follow no redirect, have 30 s and read at most 64 KiB.
/// </summary>
/// <param name="handler">Carries the requests; without automatic redirects. Not disposed here.</param>
/// <param name="variables">The environment.</param>
/// <param name="time">The clock.</param>
/// <param name="onSecret">Receives every secret on the way before it is used.</param>
public sealed class CloudClient(HttpMessageHandler handler, IReadOnlyDictionary<string, string> variables, TimeProvider time, Action<string>? onSecret)
{
    private const int MaximumBody = 64 * 1024;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>A variable, or null when it is missing or empty.</summary>
    public string? Variable(string name) => variables.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>A secret that is about to be used.</summary>
    internal string Secret(string secret)
    {
        onSecret?.Invoke(secret);
        return secret;
    }

    /// <summary>A small file the environment points to, such as a federated token. Throws <see cref="CredentialException"/>.</summary>
    internal static async Task<byte[]> ReadFileAsync(string path, string registry, string origin, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous });
            return await BoundedBody.ReadAsync(stream, MaximumBody, cancellation) ?? throw new CredentialException(registry, origin, $"{path} is larger than 64 KiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException(registry, origin, $"{path} cannot be read", e);
        }
    }

    /// <summary>Posts a form, for one member of the answer; see <see cref="SendAsync"/>.</summary>
    internal Task<string?> PostFormAsync(
        Uri url, IEnumerable<KeyValuePair<string, string>> form, string member, string registry, string origin, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, url) { Content = new FormUrlEncodedContent(form) }, answer => answer.Text(member), registry, origin, cancellation);

    /// <summary>Sends and reads a JSON answer. Throws <see cref="CredentialException"/> for everything else, without quoting the answer.</summary>
    internal async Task<string?> SendAsync(HttpRequestMessage message, Func<JsonElement, string?> read, string registry, string origin, CancellationToken cancellation)
    {
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("pipelinekit", null));
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        var where = message.RequestUri!.Host;
        try
        {
            using var response = await invoker.SendAsync(message, both.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new CredentialException(registry, origin, $"{where} answered {(int)response.StatusCode}");
            }

            var body = await BoundedBody.ReadAsync(response.Content, MaximumBody, both.Token)
                ?? throw new CredentialException(registry, origin, $"{where} answered with more than 64 KiB");
            return read(AnswerJson.Object(body) ?? throw new CredentialException(registry, origin, $"{where} answered nothing"));
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CredentialException(registry, origin, $"{where} did not answer within {TimeLimit.TotalSeconds:0} s", e);
        }
        catch (HttpRequestException e)
        {
            throw new CredentialException(registry, origin, $"{where}: {TransportFault.Of(e).Reason}", e);
        }
        catch (JsonException)
        {
            throw new CredentialException(registry, origin, $"{where} did not answer with the JSON it should");
        }
    }
}
