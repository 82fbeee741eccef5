using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>The tag that says what runs in an environment. It means what the ledger says, or what somebody announced and did not finish; everything else was done by somebody else.</summary>
internal sealed class EnvironmentTag(PromotionRequest request, PromotionSubject subject, ImageCopier copier)
{
    private readonly string _tag = request.To.Tag;

    /// <summary>Whether the environment has one.</summary>
    internal bool IsUsed => _tag.Length > 0;

    /// <summary>What it means now.</summary>
    internal async Task<Digest?> FindAsync(CancellationToken cancellation) => (await subject.Target.Store.FindTagAsync(subject.Target.Repository, _tag, cancellation))?.Digest;

    /// <summary>Makes sure that nobody else moved it.</summary>
    /// <param name="now">What it means.</param>
    /// <param name="ledger">What was known when it was asked.</param>
    /// <param name="read">Reads the ledger again: another run may have announced something since.</param>
    /// <exception cref="FailureException">PK0803.</exception>
    internal async Task CheckAsync(Digest? now, Ledger ledger, Func<Task<Ledger>> read)
    {
        if (now is null || now == subject.Digest || request.AdoptTag || Known(ledger).Contains(now) || Known(ledger = await read()).Contains(now))
        {
            return;
        }

        var current = EnvironmentHistory.Of(ledger).Current;
        throw Moved($"`{subject.TargetText}:{_tag}` means {now}, and the ledger of `{request.To.Name}` says {(current is null ? "that nothing was promoted there yet" : current.Digest.Text)}.");
    }

    /// <summary>Moves it to the image.</summary>
    /// <param name="ledger">What is known, while nobody else may announce anything.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was moved.</returns>
    /// <exception cref="FailureException">PK0803.</exception>
    internal async Task<bool> MoveAsync(Ledger ledger, CancellationToken cancellation)
    {
        var now = await FindAsync(cancellation);
        await CheckAsync(now, ledger, () => Task.FromResult(ledger));
        if (now == subject.Digest)
        {
            return false;
        }

        try
        {
            await copier.TagAsync(subject.Target, _tag, subject.Digest, now, cancellation);
            return true;
        }
        catch (RegistryException e) when (e.Problem == RegistryProblem.Conflict || e is DigestMismatchException)
        {
            // Something else before it was moved, or when it was read back.
            throw Moved($"`{subject.TargetText}:{_tag}` was moved while it was promoted: {e.Message}");
        }
    }

    /// <summary>Makes sure that it means the image, once everything is on record, or what another run brought since.</summary>
    /// <exception cref="FailureException">PK0803.</exception>
    internal async Task ConfirmAsync(Func<Task<Ledger>> read, CancellationToken cancellation)
    {
        var now = await FindAsync(cancellation);
        if (now != subject.Digest && (now is null || !Known(await read()).Contains(now)))
        {
            throw Moved($"`{subject.TargetText}:{_tag}` means {(now is null ? "nothing" : now.Text)} right after it was made to mean {subject.Digest}.");
        }
    }

    /// <summary>Gives back what a run that was too slow took: the tag means what the ledger says, unless somebody is about to move it anyway.</summary>
    internal async Task GiveBackAsync(Ledger ledger, CancellationToken cancellation)
    {
        var history = EnvironmentHistory.Of(ledger);
        if (history is { OpenIntent: null, Current: { } current } && current.Digest != subject.Digest && await FindAsync(cancellation) == subject.Digest)
        {
            await copier.TagAsync(subject.Target, _tag, current.Digest, subject.Digest, cancellation);
        }
    }

    // What was committed last, and what was announced since.
    private static HashSet<Digest> Known(Ledger ledger)
    {
        var known = new HashSet<Digest>();
        for (var i = ledger.Entries.Count - 1; i >= 0; i--)
        {
            var entry = ledger.Entries[i];
            if (entry.Kind is LedgerKind.Intent or LedgerKind.Commit)
            {
                known.Add(entry.Digest);
            }

            if (entry.Kind == LedgerKind.Commit)
            {
                break;
            }
        }

        return known;
    }

    private static FailureException Moved(string what) => new(new Failure(FailureCodes.TagMoved, what));
}
