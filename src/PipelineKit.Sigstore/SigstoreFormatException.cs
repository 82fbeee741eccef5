namespace PipelineKit.Sigstore;

/// <summary>
/// Something read from outside (a bundle, a trusted root, a key, a statement, TUF metadata) is not what its format says. The message says which
/// part is wrong, in one sentence without a full stop, and never repeats secret text.
/// </summary>
public sealed class SigstoreFormatException : FormatException
{
    /// <summary>Without text: for serialisers only.</summary>
    public SigstoreFormatException()
    {
    }

    /// <summary>What is wrong, beginning with the place: <c>verificationMaterial.tlogEntries[0].logIndex is negative</c>.</summary>
    public SigstoreFormatException(string message)
        : base(message)
    {
    }

    /// <summary>What is wrong, and what a parser below said.</summary>
    public SigstoreFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
