namespace PipelineKit.Signing;

/// <summary>What became of one signature or attestation.</summary>
internal enum SignStatus
{
    /// <summary>Made and put beside the image.</summary>
    Signed,

    /// <summary>An equal, valid one was there.</summary>
    AlreadySigned,

    /// <summary>It would be made, without <c>dry-run</c>.</summary>
    WouldSign,
}

/// <summary>One signature or attestation as it is now.</summary>
/// <param name="Task">What was to be signed.</param>
/// <param name="Status">What became of it.</param>
internal sealed record SignedItem(SignTask Task, SignStatus Status)
{
    /// <summary>The manifests that hold it; empty when it was not made.</summary>
    public IReadOnlyList<string> Manifests { get; init; } = [];

    /// <summary>Indexes of its entries in transparency logs.</summary>
    public IReadOnlyList<long> LogIndexes { get; init; } = [];

    /// <summary>The file its bundle was written to, relative to the working directory; null for none.</summary>
    public string? BundlePath { get; init; }

    /// <summary>Its id in GitHub's attestations; null when it was not put there.</summary>
    public long? GitHubId { get; init; }
}
