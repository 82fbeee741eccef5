namespace PipelineKit.Manifests.Rendered;

/// <summary>An image that is not accepted.</summary>
/// <param name="Verdict">Why.</param>
/// <param name="Document">0-based number of the document; -1 for a warning about the lock.</param>
/// <param name="Offset">First byte in the stream; -1 for a warning about the lock. In a text with escapes or folds, the first byte of the text.</param>
/// <param name="Length">Bytes of the value as written.</param>
/// <param name="Value">The image, or the text that is in its place; cut when it is very long.</param>
/// <param name="Where">The place in its document, for people: <c>spec.template.spec.containers[0].image</c>.</param>
/// <param name="Message">What is wrong, as a clause without a full stop.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
public sealed record PinFinding(PinVerdict Verdict, int Document, int Offset, int Length, string Value, string Where, string Message, string Remedy)
{
    /// <summary>Whether it only warns.</summary>
    public bool IsWarning => Verdict is PinVerdict.UnusedLockEntry or PinVerdict.TwoDigests;
}
