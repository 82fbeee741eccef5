namespace PipelineKit.Oci;

/// <summary>
/// Carries requests to registries: authorises them, repeats them after faults, waits when told to, follows safe redirects only. Throws
/// <see cref="RegistryException"/> with <see cref="RegistryProblem.Unavailable"/>, <see cref="RegistryProblem.Throttled"/>,
/// <see cref="RegistryProblem.Unsafe"/>, and <see cref="RegistryProblem.Unauthorized"/> or <see cref="RegistryProblem.Forbidden"/> when the
/// token service refuses; every other final status is returned for the caller to judge.
/// </summary>
public sealed class RegistryTransport : IDisposable
{
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Opens nothing yet.</summary>
    public RegistryTransport(RegistryTransportOptions options) =>
        _invoker = new HttpMessageInvoker(options.Handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, options.Handler is null);

    /// <summary>
    /// Sends and returns the answer as soon as its headers are here; the caller disposes it. Reading its body throws
    /// <see cref="RegistryException"/> (<see cref="RegistryProblem.Unavailable"/>) when it breaks off or is too slow.
    /// </summary>
    public Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellation)
    {
        var host = request.Registry == "docker.io" ? "registry-1.docker.io" : request.Registry;
        var scheme = host.StartsWith("localhost", StringComparison.Ordinal) || host.StartsWith("127.", StringComparison.Ordinal) ? "http" : "https";
        var message = new HttpRequestMessage(request.Method, new Uri($"{scheme}://{host}{request.PathAndQuery}"));
        foreach (var (name, value) in request.Headers.Concat(request.Accept.Select(a => ("Accept", a))))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return _invoker.SendAsync(message, cancellation);
    }

    /// <inheritdoc />
    public void Dispose() => _invoker.Dispose();
}
