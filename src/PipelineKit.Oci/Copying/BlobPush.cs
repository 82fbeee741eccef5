using System.Net;
using System.Runtime.ExceptionServices;

namespace PipelineKit.Oci;

/// <summary>
/// Sends a blob of any size into a repository: as one body, or where that is too large for what stands before the registry (413), in parts, as small as they have to be and as large as
/// the registry wants them. When it breaks off, the upload goes on where the registry says that it has got to; where it does not say so, this blob is sent anew.
/// </summary>
internal sealed class BlobPush(RegistryWriter writer, UploadSession session, Descriptor blob, BlobReader reader)
{
    private const int Tries = 5;
    private const long LargestChunk = 16 << 20;

    // Some proxies take bodies of no more, unless they are told to.
    private const long SmallestChunk = 1 << 20;

    private long _chunk;

    /// <summary>How many bytes were sent, those sent again included.</summary>
    internal long Sent { get; private set; }

    /// <summary>How often sending had to begin again, somewhere.</summary>
    internal int Resumes { get; private set; }

    /// <summary>Sends it; the source is opened first.</summary>
    /// <exception cref="DigestMismatchException">The source gave other bytes; nothing was committed.</exception>
    /// <exception cref="RegistryException">Either end refused, or broke off too often.</exception>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await reader.OpenAsync(cancellation);
            for (var tries = 1; !await TryAsync(tries, cancellation); tries++)
            {
                Resumes++;
                await Task.Delay(RetryWait.Backoff(tries), writer.Transport.Time, cancellation);
                if (await session.IsThereAsync(blob.Size, cancellation))
                {
                    // All of it arrived; only the answer did not.
                    return;
                }
            }
        }
        catch (RegistryException) when (!cancellation.IsCancellationRequested)
        {
            await session.CancelAsync(cancellation);
            if (reader.Fault is { } fault)
            {
                // As the source put it: on its way through the request to the destination it was taken for a fault of that.
                ExceptionDispatchInfo.Throw(fault);
            }

            throw;
        }
    }

    private async Task<bool> TryAsync(int tries, CancellationToken cancellation)
    {
        try
        {
            var kept = tries == 1 ? 0 : await session.KeptAsync(cancellation);
            if (kept == 0 || kept > blob.Size || !reader.CanSeek(kept))
            {
                kept = 0;
                if (tries > 1)
                {
                    session.Forget();
                }

                await session.BeginAsync(cancellation);
            }

            await SendAsync(kept, cancellation);
            return true;
        }
        catch (RegistryException e) when (reader.Fault is null && e.Status == HttpStatusCode.RequestEntityTooLarge && Smaller() is { } chunk)
        {
            writer.Transport.Tell($"{session.Source}: the registry takes no body of that size (413); it is sent in parts of {chunk >> 20} MiB");
            _chunk = chunk;
            await session.CancelAsync(cancellation);
            return await TryAsync(1, cancellation);
        }
        catch (RegistryException e) when (reader.Fault is null && tries < Tries && (e.Problem == RegistryProblem.Unavailable || BlobUpload.IsLost(e.Status)))
        {
            writer.Transport.Tell($"{session.Source}: {e.Message}; the upload is taken up again ({tries} of {Tries - 1})");
            return false;
        }
    }

    private async Task SendAsync(long kept, CancellationToken cancellation)
    {
        if (kept == 0 && _chunk == 0)
        {
            await session.PutAsync(blob.Size, () => Body(0, blob.Size), cancellation);
            return;
        }

        for (long start = kept, end; start < blob.Size; start = end)
        {
            var (from, to) = (start, end = _chunk == 0 ? blob.Size : Math.Min(start + _chunk, blob.Size));
            await session.AppendAsync(from, to, () => Body(from, to), cancellation);
        }

        await session.PutAsync(0, static () => new ByteArrayContent([]), cancellation);
    }

    // The next size of parts to try; null when there is none that could help, or the registry takes none so small.
    private long? Smaller()
    {
        var next = _chunk == 0 ? LargestChunk : _chunk / 2;
        while (next >= blob.Size)
        {
            next /= 2;
        }

        return next >= Math.Max(SmallestChunk, session.MinimumChunk) ? next
            : session.MinimumChunk > SmallestChunk && session.MinimumChunk < (_chunk == 0 ? blob.Size : _chunk) ? session.MinimumChunk
            : null;
    }

    private BlobContent Body(long start, long end) => new(reader, blob, start, end, writer.Transport.Pause, n => Sent += n);
}
