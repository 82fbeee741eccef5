using PipelineKit.Audit;
using PipelineKit.Failures;
using PipelineKit.Images;
using PipelineKit.Oci;

namespace PipelineKit.Promotion;

/// <summary>Looks up which image goes from where to where.</summary>
internal sealed class PromotionResolver(PromotionRequest request, PromotionTools tools, LedgerStore store)
{
    private EnvironmentSettings To => request.To;

    /// <summary>The subject of the run; each tag is looked up once.</summary>
    /// <exception cref="FailureException">There is nothing to promote or to go back to, or it is not what was expected.</exception>
    /// <exception cref="RegistryException">An image cannot be looked up.</exception>
    internal async Task<PromotionSubject> ResolveAsync(CancellationToken cancellation)
    {
        var settings = request.Settings;
        var from = settings.Before(To);
        var ledgers = await store.ReadAsync(from is null ? [To.Name] : [To.Name, from.Name], cancellation);
        var history = EnvironmentHistory.Of(ledgers.Ledgers[To.Name]);
        var before = from is null ? null : EnvironmentHistory.Of(ledgers.Ledgers[from.Name]);
        var target = tools.Place(To.Repository, settings.App);
        var tag = To.Tag.Length == 0 ? null : (await target.Store.FindTagAsync(target.Repository, To.Tag, cancellation))?.Digest;
        var digest = request.IsRollback ? Earlier(history, tag) : await ChosenAsync(from, before, cancellation);
        // What was in the environment before comes from there, whatever else has it too.
        var isFromThere = from is not null && before!.Occupancies.Any(o => o.Digest == digest);
        var image = request.IsRollback || isFromThere ? null : request.Image;
        var source = SourceOf(image, from, isFromThere);
        if (request.Expected is { } expected && digest != expected)
        {
            throw new FailureException(new Failure(
                FailureCodes.DigestMismatch, $"The image is {digest}, and `expect-digest` says {expected}.",
                "Nothing was changed. Promote the digest that was built and tested; a tag or an environment may have moved on since."));
        }

        return new PromotionSubject
        {
            Digest = digest,
            From = from,
            Source = image is null ? tools.Place(source, settings.App) : PlaceOf(image),
            SourceText = EnvironmentPlace.TextOf(source),
            Target = target,
            TargetText = EnvironmentPlace.TextOf(To.Repository),
            Ledgers = ledgers,
            History = history,
            FromHistory = before,
            HasTag = To.Tag.Length > 0,
            TagNow = tag,
        };
    }

    private string SourceOf(ImageLocation? image, EnvironmentSettings? from, bool isFromThere) =>
        request.IsRollback ? To.Repository
        : image is { Layout: { } layout } ? $"oci:{layout.Path}"
        : image is { Reference: { } reference } ? $"{reference.Registry}/{reference.Repository}"
        : request.FromRepository.Length > 0 && !isFromThere ? request.FromRepository
        : (from ?? To).Repository;

    // A name in a layout is how its image is called there; signatures beside it are found whatever it is called.
    private ImagePlace PlaceOf(ImageLocation image) =>
        image.Reference is { } reference ? new ImagePlace(tools.Images, reference) : tools.Place($"oci:{image.Layout!.Path}", request.Settings.App);

    private async Task<Digest> ChosenAsync(EnvironmentSettings? from, EnvironmentHistory? before, CancellationToken cancellation)
    {
        if (request.Digest is { } named)
        {
            return named;
        }

        if (request.Image is { Reference: { } reference })
        {
            return reference.Digest ?? (await tools.Images.ResolveAsync(reference, cancellation)).Digest;
        }

        if (request.Image is { Layout: { } layout })
        {
            var place = new OciLayout(Path.GetFullPath(layout.Path, tools.Context.WorkingDirectory));
            return (await place.ResolveAsync(layout.Name, cancellation)).Digest;
        }

        return before?.Current?.Digest ?? throw new FailureException(new Failure(
            FailureCodes.MissingInput,
            from is null ? $"`{To.Name}` is the first environment, and neither `image` nor `digest` says what to promote."
                : $"Nothing was promoted to `{from.Name}` yet, so there is nothing to promote from there to `{To.Name}`.",
            from is null ? "Give `image: registry/repository@sha256:...` as the build put it out." : $"Promote to `{from.Name}` first.",
            SourcePlace.OfInput("image")));
    }

    // The recorded image while a promotion hangs or the tag means another one; what a rollback brought stays, however often it is asked for; else what was good before.
    private Digest Earlier(EnvironmentHistory history, Digest? tag)
    {
        var there = history.Current;
        if (request.Digest is { } named)
        {
            return history.Occupancies.Any(o => o.Digest == named) ? named : throw Nothing($"{named} was never in `{To.Name}`");
        }

        if (history.OpenIntent is { Action: LedgerAction.Rollback } back)
        {
            return back.Digest;
        }

        if (there is not null && (there.Entry.Action == LedgerAction.Rollback || (history.OpenIntent ?? there.Entry).Digest != there.Digest || (tag ?? there.Digest) != there.Digest))
        {
            return there.Digest;
        }

        return history.Good(int.MaxValue).FirstOrDefault(o => o.Digest != there?.Digest)?.Digest ?? throw Nothing($"The ledger of `{To.Name}` has no earlier image that was good");
    }

    private static FailureException Nothing(string what) => new(new Failure(FailureCodes.NothingToRollBackTo, $"{what}."));
}
