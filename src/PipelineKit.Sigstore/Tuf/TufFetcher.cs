using System.Net;
using PipelineKit.Oci;

namespace PipelineKit.Sigstore;

/// <summary>Fetches files of a repository: no credentials, a size for each, a time limit, and a few tries.</summary>
internal sealed class TufFetcher(Uri repository, HttpMessageInvoker http, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>The file, or null when the repository has none (404, or 403 as object stores answer).</summary>
    /// <param name="role">The role or target, for errors.</param>
    /// <param name="segments">The path below the repository's address, already encoded for an address.</param>
    /// <param name="maximum">The most bytes that are taken.</param>
    /// <param name="cancellation">Stops it.</param>
    internal async Task<byte[]?> FindAsync(string role, IEnumerable<string> segments, long maximum, CancellationToken cancellation)
    {
        var address = new Uri(repository.AbsoluteUri.TrimEnd('/') + "/" + string.Join('/', segments));
        for (var failures = 1; ; failures++)
        {
            var (answer, fault) = await TryAsync(role, address, maximum, cancellation);
            if (fault is null)
            {
                return answer;
            }

            if (failures == Tries)
            {
                throw new TufException(TufProblem.Unavailable, role, $"{address.GetLeftPart(UriPartial.Path)} {fault.Text} ({Tries} tries)", fault.Cause);
            }

            var wait = fault.RetryAfter is { } asked && asked <= LongestWait ? asked : RetryWait.Backoff(failures);
            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>The file; throws when there is none.</summary>
    internal async Task<byte[]> GetAsync(string role, IEnumerable<string> segments, long maximum, CancellationToken cancellation)
    {
        var path = segments.ToList();
        return await FindAsync(role, path, maximum, cancellation)
            ?? throw new TufException(TufProblem.Unavailable, role, $"the repository {repository.GetLeftPart(UriPartial.Path)} has no {string.Join('/', path)}, though it should");
    }

    private async Task<(byte[]? Answer, Fault? Fault)> TryAsync(string role, Uri address, long maximum, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(TimeLimit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return (await ReadAsync(role, response.Content, maximum, both.Token), null);
                case HttpStatusCode.NotFound or HttpStatusCode.Forbidden:
                    return (null, null);
                case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                    var asked = response.Headers.TryGetValues("Retry-After", out var values) ? RetryWait.Asked(values.First(), time.GetUtcNow()) : null;
                    return (null, new Fault($"answered {(int)response.StatusCode}", asked, null));
                default:
                    throw new TufException(TufProblem.Unavailable, role, $"{address.GetLeftPart(UriPartial.Path)} answered {(int)response.StatusCode}");
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, new Fault($"could not be read: {e.Message}", null, e));
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return (null, new Fault($"did not answer within {TimeLimit.TotalSeconds:0} s", null, e));
        }
    }

    private static async Task<byte[]> ReadAsync(string role, HttpContent content, long maximum, CancellationToken cancellation) =>
        await BoundedBody.ReadAsync(content, (int)maximum, cancellation)
            ?? throw new TufException(TufProblem.Malformed, role, $"the file is larger than the {maximum} bytes that it may have");

    private sealed record Fault(string Text, TimeSpan? RetryAfter, Exception? Cause);
}
