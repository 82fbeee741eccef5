namespace PipelineKit.Manifests.Rendered;

/// <summary>A document of a stream.</summary>
/// <param name="Number">0-based.</param>
/// <param name="Start">Its first byte: after the line of its <c>---</c>, or of its first content where it has none.</param>
/// <param name="End">After its last byte: before the marker that ends it, or at the end of the stream.</param>
/// <param name="Root">Its node.</param>
/// <param name="IsDamaged">Whether it has a fault; then the nodes after the fault are missing.</param>
public readonly record struct RenderedDocument(int Number, int Start, int End, int Root, bool IsDamaged);
