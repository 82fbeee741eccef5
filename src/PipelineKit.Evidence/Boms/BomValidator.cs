using System.Text;

namespace PipelineKit.Evidence;

/// <summary>Whether a bill of materials is valid by the schema of its format.</summary>
public static class BomValidator
{
    /// <summary>
    /// Validates CycloneDX JSON 1.2 to 1.7 by its JSON schema, CycloneDX XML 1.0 to 1.7 by its XML schema, and SPDX JSON by what its reader needs. Of JSON, components are judged one by one as they come: memory is bound by the largest of
    /// them, not by the document. A stream that cannot be read twice is kept in memory.
    /// </summary>
    /// <param name="content">The document, not compressed.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Never throws for a bad document: what is wrong with it is in the answer.</returns>
    public static BomValidation Validate(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            using var kept = content.CanSeek ? null : Keep(content, name, limits, cancellation);
            var seekable = kept ?? content;
            return IsXml(seekable)
                ? XmlBomValidation.Run(seekable, name, limits, cancellation)
                : new JsonBomValidation(seekable, name, limits, cancellation).Run();
        }
        catch (EvidenceException e)
        {
            return new BomValidation(name, "unknown", "", [Of(e)]);
        }
    }

    /// <summary>What a reader refused, as an error of a validation.</summary>
    internal static BomError Of(EvidenceException exception, string path = "") =>
        new(path, exception.Problem == EvidenceProblem.TooLarge ? "limit" : "syntax", exception.Message, exception.Line, exception.Column);

    private static MemoryStream Keep(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (var count = content.Read(buffer); count > 0; count = content.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            if (kept.Length + count > Math.Min(limits.Bytes, Array.MaxLength))
            {
                throw new EvidenceException(EvidenceProblem.TooLarge, name, $"is larger than the {limits.Bytes} bytes that are read");
            }

            kept.Write(buffer, 0, count);
        }

        kept.Position = 0;
        return kept;
    }

    // JSON never begins with it; marks of UTF-8 and UTF-16, and blanks, may stand before it.
    private static bool IsXml(Stream content)
    {
        Span<byte> head = stackalloc byte[256];
        var start = content.Position;
        var rest = head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        content.Position = start;
        rest = rest.TrimStart(Encoding.UTF8.Preamble).TrimStart(" \t\r\n\0"u8);
        return rest is [(byte)'<', ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
    }
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
/// <param name="Rule">The rule: <c>required</c>, <c>enum</c>, <c>pattern</c>, <c>uniqueItems</c>, ...; <c>syntax</c> for what is no JSON or XML at all, <c>limit</c> for what is beyond the bounds.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Line">1-based, or null.</param>
/// <param name="Column">1-based, or null.</param>
public sealed record BomError(string Path, string Rule, string Message, int? Line = null, int? Column = null);
