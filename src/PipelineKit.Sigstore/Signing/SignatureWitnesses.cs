namespace PipelineKit.Sigstore;

/// <summary>The logs and timestamp authorities that are to witness each signature; they are asked all at once.</summary>
internal sealed class SignatureWitnesses(SigningServices services, ServiceClient client)
{
    /// <summary>What all of them answered, in the order of the services; nothing is verified yet. The first failure ends the others.</summary>
    internal async Task<(IReadOnlyList<TransparencyLogEntry> Entries, IReadOnlyList<ReadOnlyMemory<byte>> Timestamps)> TestifyAsync(
        LogSubmission submission, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var entries = services.Logs.Select(l => EntryAsync(l, submission, stop.Token)).ToArray();
        var timestamps = services.TimestampAuthorities.Select(t => new TimestampClient(client, t).TimestampAsync(submission.Signature, stop.Token)).ToArray();
        Task[] all = [.. entries, .. timestamps];
        try
        {
            await foreach (var one in Task.WhenEach(all))
            {
                await one;
            }

            return (await Task.WhenAll(entries), await Task.WhenAll(timestamps));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TransparencyLogEntry> EntryAsync(SigningLog log, LogSubmission submission, CancellationToken cancellation) => log.MajorVersion switch
    {
        1 => await new RekorV1Client(client, log.Address).AddAsync(submission, cancellation),
        2 => await new RekorV2Client(client, log.Address).AddAsync(submission, cancellation),
        var other => throw new SigningException(SigningProblem.BadKey, $"transparency logs with API v{other} are not known", "give a log with API v1 or v2"),
    };
}
