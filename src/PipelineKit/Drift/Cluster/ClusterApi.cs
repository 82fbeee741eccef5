using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PipelineKit.Clusters;
using PipelineKit.Failures;

namespace PipelineKit.Drift;

/// <summary>Lists the objects of a cluster that have containers, over its API, page by page. It only reads.</summary>
/// <param name="access">Whom to ask, and as whom.</param>
/// <param name="handler">Carries requests; follows no redirects.</param>
/// <param name="time">The clock of waits.</param>
internal sealed class ClusterApi(ClusterAccess access, HttpMessageHandler handler, TimeProvider time)
{
    private const int Attempts = 4;
    private const int PageSize = 250;
    private const int MaximumPages = 400;
    private const int MaximumPage = 64 << 20;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private static readonly string[] Resources =
        ["api/v1 pods", "apis/apps/v1 deployments", "apis/apps/v1 statefulsets", "apis/apps/v1 daemonsets", "apis/batch/v1 cronjobs", "apis/batch/v1 jobs"];

    /// <summary>Everything in these namespaces; in all for none.</summary>
    /// <exception cref="FailureException">PK0301, PK0302, PK0304: nothing of what was read counts then.</exception>
    internal async Task<IReadOnlyList<ClusterImage>> ListAsync(IReadOnlyList<string> namespaces, CancellationToken cancellation)
    {
        var images = new List<ClusterImage>();
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        foreach (var resource in Resources)
        {
            var (group, name) = (resource.Split(' ')[0], resource.Split(' ')[1]);
            foreach (var place in namespaces.Count == 0 ? [""] : namespaces)
            {
                await ListAsync(http, $"{group}/{(place.Length > 0 ? $"namespaces/{Uri.EscapeDataString(place)}/" : "")}{name}", images, cancellation);
            }
        }

        return images;
    }

    private async Task ListAsync(HttpMessageInvoker http, string path, List<ClusterImage> images, CancellationToken cancellation)
    {
        var next = "";
        for (var page = 0; page < MaximumPages; page++)
        {
            var content = await AskAsync(http, $"{access.Server.TrimEnd('/')}/{path}?limit={PageSize}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}", path, cancellation);
            try
            {
                next = ClusterJson.Read(content, images).Next;
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{Host} does not answer as an API server does when asked for {path}: {e.Message}"));
            }

            if (next.Length == 0)
            {
                return;
            }
        }

        throw new FailureException(new Failure(FailureCodes.RemoteProtocol, $"{Host} has more than {MaximumPages * PageSize} {path}.", "Give `namespaces`."));
    }

    private string Host => new Uri(access.Server).Authority;

    private async Task<byte[]> AskAsync(HttpMessageInvoker http, string address, string path, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var limit = new CancellationTokenSource(RequestTimeout, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
            string problem;
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address));
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
                request.Headers.TryAddWithoutValidation("User-Agent", "pipelinekit");
                request.Headers.Authorization = access.Token.Length > 0 ? new AuthenticationHeaderValue("Bearer", access.Token) : null;
                using var response = await http.SendAsync(request, both.Token);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    await response.Content.LoadIntoBufferAsync(MaximumPage, both.Token);
                    return await response.Content.ReadAsByteArrayAsync(both.Token);
                }

                problem = $"it answered {(int)response.StatusCode}";
                if (response.StatusCode != HttpStatusCode.TooManyRequests && (int)response.StatusCode < 500)
                {
                    throw Refused(response.StatusCode, path);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                problem = $"it cannot be reached, or its answer cannot be read: {e.Message}";
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                problem = $"it did not answer within {RequestTimeout.TotalSeconds:0} s";
            }

            if (attempt == Attempts)
            {
                throw new FailureException(new Failure(FailureCodes.RemoteUnavailable, $"{Host} could not be asked for {path}: {problem}, {Attempts} times.", "Check `cluster`, and `cluster-ca` when its certificate is not believed."));
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Pow(2, attempt - 1)), time, cancellation);
        }
    }

    private FailureException Refused(HttpStatusCode status, string path) => new(status switch
    {
        HttpStatusCode.Gone => new Failure(FailureCodes.RemoteUnavailable, $"{Host} changed {path} faster than its pages could be read.", "Run again, or give `namespaces`."),
        HttpStatusCode.Unauthorized => new Failure(FailureCodes.RemoteRefused, $"{Host} does not know who asks (401 for {path}).", "Give a `cluster-token` that is still valid."),
        _ => new Failure(FailureCodes.RemoteRefused, $"{Host} refused to list {path} ({(int)status}).", "The account needs the verb `list` on pods, deployments, statefulsets, daemonsets, jobs and cronjobs in these namespaces (role `view`)."),
    });
}
