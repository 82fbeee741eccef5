using System.Net;

namespace PipelineKit.Oci;

/// <summary>
/// A body that may not take forever: it has a deadline, which every byte received at the minimum rate moves, and no longer a pause than that is at the beginning. What breaks off, ends early or
/// drips is a <see cref="RegistryException"/> (<see cref="RegistryProblem.Unavailable"/>), never a shorter body.
/// </summary>
internal sealed class WatchedBody(Stream inner, string source, RegistryTransportOptions options) : Stream
{
    private readonly long _start = options.Time.GetTimestamp();
    private CancellationTokenSource? _deadline;
    private long _received;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _received;
        set => throw new NotSupportedException();
    }

    /// <summary>Puts the watch on the answer's body.</summary>
    public static async Task<HttpResponseMessage> WatchAsync(HttpResponseMessage response, RegistryTransportOptions options, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var watched = new StreamContent(new WatchedBody(stream, SafeUrl.Of(response.RequestMessage!.RequestUri!), options));
        foreach (var (name, values) in response.Content.Headers)
        {
            watched.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = watched;
        return response;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = options.BodyDeadline + TimeSpan.FromSeconds((double)_received / options.MinimumBodyRate) - options.Time.GetElapsedTime(_start);
        if (left <= TimeSpan.Zero)
        {
            throw TooSlow(null);
        }

        // One for all reads: a large blob has thousands of them.
        left = left < options.BodyDeadline ? left : options.BodyDeadline;
        var deadline = _deadline ??= new CancellationTokenSource(left, options.Time);
        deadline.CancelAfter(left);
        using var registration = cancellationToken.UnsafeRegister(static d => ((CancellationTokenSource)d!).Cancel(), deadline);
        try
        {
            var read = await inner.ReadAsync(buffer, deadline.Token);
            deadline.CancelAfter(Timeout.InfiniteTimeSpan);
            _received += read;
            return read;
        }
        catch (OperationCanceledException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw TooSlow(e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new RegistryException(RegistryProblem.Unavailable, source, $"the answer broke off after {_received} bytes", HttpStatusCode.OK, e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("bodies are read asynchronously");

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _deadline?.Dispose();
        }

        base.Dispose(disposing);
    }

    private RegistryException TooSlow(Exception? cause) =>
        new(RegistryProblem.Unavailable, source, $"the answer comes too slowly: {_received} bytes in {options.Time.GetElapsedTime(_start).TotalSeconds:0} s", HttpStatusCode.OK, cause);
}
