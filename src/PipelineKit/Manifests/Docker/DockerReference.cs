namespace PipelineKit.Manifests.Docker;

/// <summary>A reference found in a Dockerfile, before it becomes a <see cref="ReferenceSite"/>.</summary>
/// <param name="Reference">The reference in force, or the word as written when a variable has no value.</param>
/// <param name="Shown">The bytes to show: the word, or the default it comes from.</param>
/// <param name="Place">Where a digest would go.</param>
/// <param name="Where">For people: <c>FROM</c>, <c>ARG BASE</c>, <c>COPY --from</c>.</param>
internal sealed record DockerReference(string Reference, ByteSpan Shown, DockerPlace Place, string Where);
