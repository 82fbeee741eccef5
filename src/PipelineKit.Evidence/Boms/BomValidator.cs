namespace PipelineKit.Evidence;

/// <summary>Whether a bill of materials is valid by the schema of its format.</summary>
public static class BomValidator
{
    /// <summary>Validates CycloneDX JSON 1.2 to 1.7 by its JSON schema, CycloneDX XML and SPDX by their rules. Streaming: memory is bound by the largest component, not by the document.</summary>
    /// <param name="content">The document.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Never throws for a bad document: what is wrong with it is in the answer.</returns>
    public static BomValidation Validate(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation) =>
        throw new NotImplementedException();
}

/// <summary>The answer of a validation.</summary>
/// <param name="Name">The document.</param>
/// <param name="Format"><c>cyclonedx-json</c>, <c>cyclonedx-xml</c>, <c>spdx-json</c>, or <c>unknown</c>.</param>
/// <param name="Version">The version of the format as the document has it; empty when it has none.</param>
/// <param name="Errors">What is wrong; empty for a valid document. At most 100, the rest counted in the last.</param>
public sealed record BomValidation(string Name, string Format, string Version, IReadOnlyList<BomError> Errors)
{
    /// <summary>Whether it is valid.</summary>
    public bool IsValid => Errors.Count == 0;
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Path">A JSON pointer (RFC 6901), or the path of elements for XML.</param>
/// <param name="Rule">The rule: <c>required</c>, <c>enum</c>, <c>pattern</c>, <c>uniqueItems</c>, ...</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Line">1-based, or null.</param>
/// <param name="Column">1-based, or null.</param>
public sealed record BomError(string Path, string Rule, string Message, int? Line = null, int? Column = null);
