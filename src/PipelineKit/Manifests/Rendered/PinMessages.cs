namespace PipelineKit.Manifests.Rendered;

/// <summary>The texts of verdicts.</summary>
internal static class PinMessages
{
    internal static string Of(PinVerdict verdict, string value, in PinJudgement judgement) =>
        verdict switch
        {
            PinVerdict.NotPinned => $"`{value}` is not pinned: it has no digest",
            PinVerdict.NotInLock => judgement.Repository is null ? $"the lock has no image of the repository of `{value}`" : $"the lock does not have the digest of `{value}`",
            PinVerdict.WrongRepository => $"the digest of `{value}` is in the lock, but for `{judgement.Detail}`",
            PinVerdict.BadReference => $"`{value}` is not an image reference: {judgement.Detail}",
            PinVerdict.BadDigest => $"the digest of `{value}` is not one: {judgement.Detail}",
            PinVerdict.Empty => "the container has no image",
            PinVerdict.TagDisagrees => $"the lock does not have the tag of `{value}` with that digest",
            PinVerdict.UnusedLockEntry => $"the lock has `{value}`, but nothing uses it",
            _ => $"`{value}` is used with two digests: {judgement.Detail}",
        };

    internal static string Remedy(PinVerdict verdict) =>
        verdict switch
        {
            PinVerdict.NotPinned => "Write it with `image \"name\"` in the template, so that its digest comes from the lock.",
            PinVerdict.NotInLock => "Run `digest-pin` so that the lock has it, or write it with `image \"name\"`.",
            PinVerdict.WrongRepository => "Take repository and digest from the same entry of the lock: `image \"name\"` does.",
            PinVerdict.BadReference => "Write `registry/repository@sha256:...`; `image \"name\"` gives it from the lock.",
            PinVerdict.BadDigest => "Write the digest as in the lock: `sha256:` and 64 lower-case hex digits.",
            PinVerdict.Empty => "Give the container an image; a value that the template uses may be missing.",
            PinVerdict.TagDisagrees => "Leave the tag out, or bring the lock up to date with `digest-pin`.",
            PinVerdict.UnusedLockEntry => "Remove the entry if nothing else uses the lock.",
            _ => "Use one of them everywhere.",
        };
}
