namespace PipelineKit.Manifests.Docker;

/// <summary>A reference found in a Dockerfile, before it becomes a <see cref="ReferenceSite"/>.</summary>
/// <param name="Reference">The reference in force, or the word as written when a variable has no value.</param>
/// <param name="Word">The bytes of the word that names it.</param>
/// <param name="Place">Where a digest would go.</param>
/// <param name="Instruction">For people: <c>FROM</c>, <c>COPY --from</c>.</param>
internal sealed record DockerReference(string Reference, ByteSpan Word, DockerPlace Place, string Instruction)
{
    /// <summary>The bytes to show: the word, or the default that carries the digest.</summary>
    internal ByteSpan Shown => Place.Owner is null ? Word : Place.Edit;

    /// <summary>For people: <c>FROM</c>, <c>ARG BASE</c>, <c>COPY --from</c>.</summary>
    internal string Where => Place.Owner is null ? Instruction : "ARG " + Place.Owner.Name;
}
