using System.Runtime.ExceptionServices;

namespace PipelineKit.Oci;

/// <summary>
/// Sends a blob of any size into a repository as one body. When the registry breaks off, the upload goes on where the registry says that it has got to; where it does not say so, this
/// blob is sent anew.
/// </summary>
internal sealed class BlobPush(RegistryWriter writer, UploadSession session, Descriptor blob, BlobReader reader)
{
    private const int Tries = 5;

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
            if (kept > 0 && kept <= blob.Size && reader.CanSeek(kept))
            {
                await GoOnAsync(kept, cancellation);
                return true;
            }

            if (tries > 1)
            {
                session.Forget();
            }

            await session.BeginAsync(cancellation);
            await session.PutAsync(blob.Size, () => Body(0), cancellation);
            return true;
        }
        catch (RegistryException e) when (reader.Fault is null && tries < Tries && (e.Problem == RegistryProblem.Unavailable || BlobUpload.IsLost(e.Status)))
        {
            writer.Transport.Tell($"{session.Source}: {e.Message}; the upload is taken up again ({tries} of {Tries - 1})");
            return false;
        }
    }

    private async Task GoOnAsync(long kept, CancellationToken cancellation)
    {
        if (kept < blob.Size)
        {
            await session.AppendAsync(kept, blob.Size, () => Body(kept), cancellation);
        }

        await session.PutAsync(0, static () => new ByteArrayContent([]), cancellation);
    }

    private BlobContent Body(long start) => new(reader, blob, start, writer.Transport.Pause, n => Sent += n);
}
