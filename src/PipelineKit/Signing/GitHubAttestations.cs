using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PipelineKit.Ci;
using PipelineKit.Failures;
using PipelineKit.Sigstore;

namespace PipelineKit.Signing;

/// <summary>Puts bundles into the attestations of a GitHub repository (REST API, <c>POST /repos/{owner}/{repo}/attestations</c>).</summary>
/// <param name="repository"><c>owner/name</c>.</param>
/// <param name="token">A token with <c>attestations: write</c>; sent to the API only.</param>
/// <param name="api">The base address of the API.</param>
/// <param name="http">How to ask; must not follow redirects.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class GitHubAttestations(string repository, string token, Uri api, HttpMessageInvoker http, TimeProvider time)
{
    private const int Attempts = 4;
    private const int MaximumAnswer = 1 << 20;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The API of the server the run is on: github.com has it on a host of its own, other servers below <c>/api/v3</c>.</summary>
    internal static Uri ApiOf(CiContext context) =>
        new Uri(context.GitServerUrl) is { Host: not "github.com" } server ? new Uri(server, "/api/v3/") : new Uri("https://api.github.com/");

    /// <summary>Adds one; gives its id there.</summary>
    /// <exception cref="FailureException">PK0604, PK0605.</exception>
    internal async Task<long> AddAsync(SigstoreBundle bundle, CancellationToken cancellation)
    {
        var body = Body(bundle);
        for (var attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(RequestTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            string problem;
            try
            {
                using var request = Request(body);
                using var response = await http.SendAsync(request, both.Token);
                if (response.StatusCode == HttpStatusCode.Created)
                {
                    return await ReadAsync(response, both.Token);
                }

                problem = $"it answered {(int)response.StatusCode}";
                if (response.StatusCode != HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500)
                {
                    throw Refused(response.StatusCode);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                problem = "it cannot be reached";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"it did not answer within {RequestTimeout.TotalSeconds:0} s";
            }

            if (attempt == Attempts)
            {
                throw new FailureException(new Failure(FailureCodes.SigningUnavailable, $"The attestations of {repository} at {api.Host} could not be added to: {problem}, {Attempts} times."));
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt)), time, cancellation);
        }
    }

    private static byte[] Body(SigstoreBundle bundle)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WritePropertyName("bundle");
            json.WriteRawValue(bundle.ToJson());
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, $"repos/{repository}/attestations")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        request.Headers.TryAddWithoutValidation("X-GitHub-Api-Version", "2022-11-28");
        request.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");
        return request;
    }

    private async Task<long> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumAnswer, cancellation);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 64 });
            return answer.RootElement.GetProperty("id").GetInt64();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or HttpRequestException)
        {
            throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{api.Host} did not say which attestation it made of the bundle for {repository}."));
        }
    }

    private FailureException Refused(HttpStatusCode status) =>
        new(new Failure(
            FailureCodes.SigningRefused,
            $"{api.Host} does not take the attestation for {repository} ({(int)status}).",
            status is HttpStatusCode.UnprocessableEntity
                ? "GitHub takes attestations that are signed keyless (its own instance or the public one), and not those of keys."
                : "The job needs `permissions: attestations: write`, and the token must be one for this repository.",
            SourcePlace.OfInput("github-attestations")));
}
