using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>Bounds of what is read.</summary>
public sealed record EvidenceLimits
{
    /// <summary>The usual bounds.</summary>
    public static EvidenceLimits Default { get; } = new();

    /// <summary>Most bytes of a document, unpacked: 400 MiB, more than twice the largest report known from the field.</summary>
    public long Bytes { get; init; } = 400L << 20;

    /// <summary>Most findings (and components) kept of one document.</summary>
    public int Items { get; init; } = 1_000_000;

    /// <summary>Deepest nesting.</summary>
    public int Depth { get; init; } = 64;
}

/// <summary>
/// Reads a document of any of the <see cref="EvidenceFormat"/>s. The format is detected from members that only that format has, never guessed from names or endings.
/// The stream is read once, in order; memory is bound by what is kept, not by the size of the document.
/// </summary>
public static class EvidenceReader
{
    /// <summary>Reads a document.</summary>
    /// <param name="content">Its bytes; may be gzip. Read to its end; not closed.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EvidenceException">It is no evidence.</exception>
    public static EvidenceDocument Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        using var bytes = new EvidenceBytes(content, name, limits);
        var (format, parts) = bytes.IsXml
            ? (EvidenceFormat.CycloneDxXml, CycloneDxXml.Read(bytes.Content, name, limits, cancellation))
            : ReadJson(bytes.Content, name, limits, cancellation);
        return new EvidenceDocument
        {
            Name = name,
            Digest = bytes.Finish(cancellation),
            Format = format,
            FormatVersion = parts.FormatVersion,
            Report = parts.Report,
            Bom = parts.Bom,
            Vex = parts.Vex,
        };
    }

    private static (EvidenceFormat Format, EvidenceParts Parts) ReadJson(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation)
    {
        var input = new JsonInput(content, name, limits, cancellation);
        try
        {
            var format = FormatDetector.Detect(input);
            var parts = Read(format, input);
            input.End();
            return (format, parts);
        }
        catch (JsonException e)
        {
            throw input.Explain(e);
        }
        catch (JsonWrongException e)
        {
            throw input.Explain(e);
        }
    }

    private static EvidenceParts Read(EvidenceFormat format, JsonInput input) => format switch
    {
        EvidenceFormat.Trivy => TrivyReport.Read(input),
        EvidenceFormat.Grype => GrypeReport.Read(input),
        EvidenceFormat.OsvScanner => OsvScannerReport.Read(input),
        EvidenceFormat.Sarif => SarifReport.Read(input),
        EvidenceFormat.Snyk => SnykReport.Read(input),
        EvidenceFormat.GitLab => GitLabReport.Read(input),
        EvidenceFormat.CycloneDx => CycloneDxJson.Read(input),
        EvidenceFormat.Spdx2 => Spdx2Json.Read(input),
        EvidenceFormat.Spdx3 => Spdx3Json.Read(input),
        EvidenceFormat.OpenVex => OpenVexJson.Read(input),
        EvidenceFormat.Csaf => CsafJson.Read(input),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "not a JSON format"),
    };
}
