namespace PipelineKit.Manifests.Rendered;

/// <summary>Why an image of a rendered manifest is not accepted.</summary>
public enum PinVerdict
{
    /// <summary>It has no digest.</summary>
    NotPinned,

    /// <summary>Its digest is not in the lock at all.</summary>
    NotInLock,

    /// <summary>Its digest is in the lock, but for another repository.</summary>
    WrongRepository,

    /// <summary>It is not an image reference, and nothing else can stand where it is.</summary>
    BadReference,

    /// <summary>What follows <c>@</c> is not a sha256 or sha512 digest in lower-case hex.</summary>
    BadDigest,

    /// <summary>A container's image is empty or null.</summary>
    Empty,

    /// <summary>It has a tag and a digest that the lock does not have together.</summary>
    TagDisagrees,

    /// <summary>Warning: the lock has an image that nothing uses.</summary>
    UnusedLockEntry,

    /// <summary>Warning: one repository, with the same tag or without, is used with two digests.</summary>
    TwoDigests,
}
