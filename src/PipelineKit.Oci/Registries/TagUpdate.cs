using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace PipelineKit.Oci;

/// <summary>
/// Changes tags that several writers share. Registries have no dependable compare-and-swap: some look at <c>If-Match</c>, others ignore it and let the last writer win. So,
/// after writing, a writer waits for longer than anybody takes from reading to writing, and looks again: who was overwritten begins anew.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "SemaphoreSlims whose wait handles are never asked for hold nothing to dispose.")]
internal sealed class TagUpdate(RegistryClient client, RegistryWriter writer, TimeProvider time)
{
    private const int MaximumRounds = 30;
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, SemaphoreSlim> _tags = new(StringComparer.Ordinal);

    internal async Task<ManifestContent> RunAsync(ImageReference repository, string tag, ChangeTag change, CancellationToken cancellation)
    {
        var source = $"{repository.Registry}/{repository.Repository}:{tag}";
        var one = _tags.GetOrAdd(source, _ => new SemaphoreSlim(1));
        Digest? refused = null, written = null, quiet = null;
        var (longest, isContended) = (TimeSpan.Zero, false);
        for (var round = 0; round < MaximumRounds; round++)
        {
            await one.WaitAsync(cancellation);
            try
            {
                var start = time.GetTimestamp();
                var found = await client.FindAsync(repository, tag, cancellation);
                var now = found?.Manifest.Digest;
                isContended |= written is not null && now != written;
                if (await change(found?.Manifest, cancellation) is not { } wanted)
                {
                    // While others write, one look is not enough: somebody slow may still have read before, and write later.
                    if (!isContended || now == quiet)
                    {
                        return found?.Manifest ?? throw new InvalidOperationException("a tag that is not there cannot stay as it is");
                    }

                    (quiet, written) = (now, now);
                }
                else if (time.GetElapsedTime(start) > Slow && (await client.FindAsync(repository, tag, cancellation))?.Manifest.Digest != now)
                {
                    // It took long to decide (blobs were put), and meanwhile somebody else has written.
                    continue;
                }
                else
                {
                    // A registry (or something before it) that refuses the entity tag it has just given does not understand them.
                    var isWritten = await TryPutAsync(repository, wanted, tag, now == refused ? null : found?.ETag, cancellation);
                    (written, refused) = isWritten ? (wanted.Digest, null) : (written, now);
                    (quiet, isContended) = (null, isContended || !isWritten);
                }

                longest = time.GetElapsedTime(start) > longest ? time.GetElapsedTime(start) : longest;
            }
            finally
            {
                one.Release();
            }

            await Task.Delay(Settle(longest), time, cancellation);
        }

        throw new RegistryException(RegistryProblem.Conflict, source, $"others changed the tag each time it was written ({MaximumRounds} tries)");
    }

    private async Task<bool> TryPutAsync(ImageReference repository, ManifestContent manifest, string tag, string? ifMatch, CancellationToken cancellation)
    {
        try
        {
            await writer.PutManifestAsync(repository, manifest, tag, ifMatch, cancellation);
            return true;
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.Conflict)
        {
            return false;
        }
    }

    // Others may be as slow as this one was, and a few times slower; each waits another time, so that they do not meet again.
    private static TimeSpan Settle(TimeSpan took)
    {
        var wait = took * 4 < ShortestWait ? ShortestWait : took * 4 > LongestWait ? LongestWait : took * 4;
        return wait * (1 + (RandomNumberGenerator.GetInt32(0, 1001) / 1000.0));
    }
}
