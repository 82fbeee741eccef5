namespace PipelineKit.Manifests.Rendered;

/// <summary>Why a stream is not well-formed.</summary>
/// <param name="Document">0-based number of the document; 0 for a fault of the bytes as such.</param>
/// <param name="Offset">Where, as 0-based offset in bytes; at most the length of the stream.</param>
/// <param name="Message">What is wrong, as a clause without a full stop.</param>
/// <param name="Remedy">What to do, as a sentence.</param>
public sealed record YamlFault(int Document, int Offset, string Message, string Remedy);
