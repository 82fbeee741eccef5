using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PipelineKit.Docker;

/// <summary>Runs programs of images in containers.</summary>
public static class EngineContainer
{
    /// <summary>Runs it to its end, and removes the container whatever happens.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="request">What to run.</param>
    /// <param name="output">Where its standard output goes.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DockerException">It cannot be run, takes too long or writes too much.</exception>
    public static async Task<ContainerResult> RunAsync(DockerEngine engine, ContainerRequest request, Stream output, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(request.Timeout, engine.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var content = ContainerJson.Write(request);
            var created = await engine.AskAsync(HttpMethod.Post, "containers/create", content, both.Token);
            var id = Text(created, "Id") ?? throw engine.Http.Failed(DockerProblem.Protocol, "the engine does not say which container it made");
            ContainerResult result;
            try
            {
                result = await RunAsync(engine, id, request, output, both.Token);
            }
            catch
            {
                await TryRemoveAsync(engine, id);
                throw;
            }

            await RemoveAsync(engine, $"containers/{id}?force=1&v=1");
            return result;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw engine.Http.Failed(DockerProblem.TimedOut, $"the container did not end within {request.Timeout.TotalSeconds:0.###} s and was removed");
        }
    }

    /// <summary>Removes a volume; one that is not there is no failure.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="DockerException">It cannot be removed.</exception>
    public static Task RemoveVolumeAsync(DockerEngine engine, string name) => RemoveAsync(engine, $"volumes/{name}?force=1");

    private static async Task<ContainerResult> RunAsync(DockerEngine engine, string id, ContainerRequest request, Stream output, CancellationToken cancellation)
    {
        if (request is { Upload: { } upload, Volume: { } volume })
        {
            using var archive = new TarContent(upload);
            await UploadAsync(engine, $"containers/{id}/archive?path={Uri.EscapeDataString(volume.Target)}", archive, cancellation);
        }

        // Attached before it starts: nothing of what it writes is lost, and nothing is kept by the engine.
        using var attached = await engine.OpenAsync(HttpMethod.Post, $"containers/{id}/attach?stream=1&stdout=1&stderr=1", content: null, [], cancellation);
        await StartAsync(engine, id, cancellation);
        var streams = new ContainerOutput(engine.Http);
        try
        {
            await using var frames = await attached.Content.ReadAsStreamAsync(cancellation);
            await streams.CopyAsync(frames, output, request.MaximumOutputBytes, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException or IOException { InnerException: SocketException })
        {
            throw engine.Http.Failed(DockerProblem.Unavailable, "the output of the container broke off", e);
        }

        var ended = await engine.AskAsync(HttpMethod.Post, $"containers/{id}/wait", content: null, cancellation);
        return ended.ValueKind == JsonValueKind.Object && ended.TryGetProperty("StatusCode", out var status) && status.ValueKind == JsonValueKind.Number && status.TryGetInt64(out var code)
            ? new ContainerResult(code, streams.Error)
            : throw engine.Http.Failed(DockerProblem.Protocol, "the engine does not say how the container ended");
    }

    private static async Task StartAsync(DockerEngine engine, string id, CancellationToken cancellation)
    {
        try
        {
            await engine.AskAsync(HttpMethod.Post, $"containers/{id}/start", content: null, cancellation);
        }
        catch (DockerException e) when (e.Problem == DockerProblem.NotFound)
        {
            // What is not found here is the program in the image; the container was made a moment ago.
            throw engine.Http.Failed(DockerProblem.Refused, e.Message, e);
        }
    }

    // Larger than what is answered within a minute: an image may be in it.
    private static async Task UploadAsync(DockerEngine engine, string path, HttpContent archive, CancellationToken cancellation)
    {
        using var response = await engine.OpenAsync(HttpMethod.Put, path, archive, [], cancellation);
    }

    private static async Task TryRemoveAsync(DockerEngine engine, string id)
    {
        try
        {
            await RemoveAsync(engine, $"containers/{id}?force=1&v=1");
        }
        catch (DockerException)
        {
            // The failure under way says more than this one.
        }
    }

    // Also when the run was cancelled; the request itself has its time limit.
    private static async Task RemoveAsync(DockerEngine engine, string path)
    {
        try
        {
            await engine.AskAsync(HttpMethod.Delete, path, content: null, CancellationToken.None);
        }
        catch (DockerException e) when (e.Problem == DockerProblem.NotFound)
        {
            // It is gone already: that is what was wanted.
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class TarContent : HttpContent
    {
        private readonly Func<Stream, CancellationToken, Task> _write;

        internal TarContent(Func<Stream, CancellationToken, Task> write)
        {
            _write = write;
            Headers.ContentType = new("application/x-tar");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => _write(stream, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => _write(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
