using PipelineKit.Ci;

namespace PipelineKit.Drift;

/// <summary>A way in which what is there can differ from what is recorded.</summary>
/// <param name="Id">Stable, kebab-case.</param>
/// <param name="Title">What it means; one sentence.</param>
/// <param name="Help">What to do.</param>
/// <param name="Level">How grave; an error is drift.</param>
internal sealed record DriftRule(string Id, string Title, string Help, AnnotationLevel Level = AnnotationLevel.Error)
{
    internal static readonly DriftRule NoRecord = new("no-record", "The ledger has no image for the environment, so there is nothing to compare with.", "Promote an image to the environment, or leave it out with `environment`.");

    internal static readonly DriftRule Unreadable = new("unreadable", "Something that was to be compared cannot be read or judged, so nobody knows whether it differs.", "Correct what the message names, and run again.");

    internal static readonly DriftRule LockDiffers = new("lock-differs", "The lock has another digest than the ledger.", "Merge the pull request of the last promotion, or promote what the lock has.");

    internal static readonly DriftRule LockMissing = new("lock-missing", "The lock of the environment is not there, or does not have the image.", "Merge the pull request of the last promotion, or correct `lock-file`.");

    internal static readonly DriftRule ManifestDiffers = new("manifest-differs", "A manifest names another digest than is recorded.", "Merge the pull request of the last promotion; what was edited by hand goes through `promote`.");

    internal static readonly DriftRule ManifestUnpinned = new("manifest-unpinned", "A manifest names the image by its tag, which can mean another image tomorrow.", "Pin it: `promote` writes the digest, and so does `digest-pin`.");

    internal static readonly DriftRule ManifestMissing = new("manifest-missing", "No manifest of the environment names the image.", "Correct `manifests`, or write the image into one of them.");

    internal static readonly DriftRule OtherRepository = new("other-repository", "The image is taken from the repository of another environment.", "Promote it to this environment, which copies it to the environment's own repository.");

    internal static readonly DriftRule DigestGone = new("digest-gone", "The registry no longer has the image.", "Copy it back from another environment by promoting it again, and look at what cleans up the registry.");

    internal static readonly DriftRule TagGone = new("tag-gone", "The tag of the environment is not there.", "Promote or roll back again: that puts the tag back.");

    internal static readonly DriftRule TagMoved = new("tag-moved", "The tag of the environment means another image than is recorded.", "Find out who moved it; promoting or rolling back again puts it back.");

    internal static readonly DriftRule Incomplete = new("incomplete", "Parts of the image are gone: it cannot be pulled everywhere, or not be verified.", "Promote it again from an environment that has all of it, and look at what cleans up the registry.");

    internal static readonly DriftRule RunningDiffers = new("running-differs", "A container runs another image than is recorded.", "Let the deployment finish, or deploy what is recorded; what was changed by hand goes through `promote`.");

    internal static readonly DriftRule RunningUnknown = new("running-unknown", "The cluster does not say which image a container runs, or it cannot be told whether that belongs to what is recorded.", "Wait until the container has started; let the registry be asked, or lock the platforms.");

    internal static readonly DriftRule SpecDiffers = new("spec-differs", "An object of the cluster asks for another digest than is recorded.", "Deploy the manifests of the environment again; look at who changed the object.");

    internal static readonly DriftRule SpecUnpinned = new("spec-unpinned", "An object of the cluster asks for the image by its tag.", "Deploy manifests that have the digest.");

    internal static readonly DriftRule NotRunning = new("not-running", "Nothing in the cluster runs the image.", "Deploy it, or correct `namespaces`.");

    internal static readonly DriftRule PromotionOpen = new("promotion-open", "A promotion was announced and not finished; differences may come from it.", "Wait for it, or run the same promotion again: it goes on where it stopped.", AnnotationLevel.Notice);

    internal static readonly DriftRule Unmanaged = new("unmanaged", "An image that neither the ledger nor the lock knows.", "Lock it with `digest-pin`, or name it in `ignore`.", AnnotationLevel.Notice);

    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<DriftRule> All =
    [
        NoRecord, Unreadable, LockDiffers, LockMissing, ManifestDiffers, ManifestUnpinned, ManifestMissing, OtherRepository, DigestGone, TagGone, TagMoved, Incomplete,
        RunningDiffers, RunningUnknown, SpecDiffers, SpecUnpinned, NotRunning, PromotionOpen, Unmanaged,
    ];
}
