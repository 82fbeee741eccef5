namespace PipelineKit.Oci;

/// <summary>
/// A body that is made while it is sent, and may be large: its request does not hold its turn at the registry's gate, is not repeated after a fault, and its time limit is moved by
/// the body itself as it gets on.
/// </summary>
internal abstract class StreamedContent : HttpContent
{
    /// <summary>Ends the request; set before it is sent.</summary>
    internal CancellationTokenSource? Deadline { get; set; }
}
