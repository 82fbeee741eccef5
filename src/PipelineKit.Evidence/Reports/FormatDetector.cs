using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// Decides which format a JSON document is, by members only that format has. They may stand anywhere among the members of the document: what comes before them is kept in memory until one is found.
/// </summary>
internal static class FormatDetector
{
    /// <summary>Decides; the input is at the first token again after it.</summary>
    /// <exception cref="EvidenceException">It is none of the known formats.</exception>
    public static EvidenceFormat Detect(JsonInput input)
    {
        var format = input.Peek() switch
        {
            JsonTokenType.StartObject => OfObject(input, inArray: false),
            JsonTokenType.StartArray => OfArray(input),
            _ => null,
        };
        input.Rewind();
        if (format is null)
        {
            throw input.Refuse(
                EvidenceProblem.UnknownFormat,
                "is none of the known formats; what is read is Trivy, Grype, OSV-Scanner, Snyk and GitLab JSON, SARIF 2.1.0, CycloneDX, SPDX JSON, OpenVEX and CSAF");
        }

        input.Release();
        return format.Value;
    }

    private static EvidenceFormat? OfArray(JsonInput input)
    {
        input.EnterArray();
        return input.NextElement() && input.Peek() == JsonTokenType.StartObject ? OfObject(input, inArray: true) : null;
    }

    private static EvidenceFormat? OfObject(JsonInput input, bool inArray)
    {
        input.EnterObject();
        while (input.NextName() is { } name)
        {
            var isContext = name == "@context" && !inArray && input.Peek() == JsonTokenType.String;
            var format = isContext ? OfContext(input) : inArray ? OfElement(name) : Of(name);
            if (format is not null)
            {
                return format;
            }

            if (!isContext)
            {
                input.Skip();
            }
        }

        return null;
    }

    /// <summary>By a member of the document; null when several formats have it, or none.</summary>
    private static EvidenceFormat? Of(string name) => name switch
    {
        "SchemaVersion" or "ArtifactName" or "ArtifactType" or "Results" => EvidenceFormat.Trivy,
        "matches" or "ignoredMatches" or "descriptor" => EvidenceFormat.Grype,
        "results" or "experimental_config" or "image_metadata" => EvidenceFormat.OsvScanner,
        "runs" => EvidenceFormat.Sarif,
        "bomFormat" => EvidenceFormat.CycloneDx,
        "spdxVersion" or "SPDXID" => EvidenceFormat.Spdx2,
        "@graph" => EvidenceFormat.Spdx3,
        "statements" => EvidenceFormat.OpenVex,
        "document" or "product_tree" => EvidenceFormat.Csaf,
        "scan" or "remediations" => EvidenceFormat.GitLab,
        _ => OfSnyk(name),
    };

    private static EvidenceFormat? OfSnyk(string name) =>
        name is "ok" or "dependencyCount" or "packageManager" or "licensesPolicy" or "ignoreSettings" or "uniqueCount" or "applications" ? EvidenceFormat.Snyk : null;

    /// <summary>By a member of the first element of an array: Trivy before schema 2, or Snyk with several projects.</summary>
    private static EvidenceFormat? OfElement(string name) => name is "Target" or "Vulnerabilities" ? EvidenceFormat.Trivy : OfSnyk(name);

    /// <summary>By the text of <c>@context</c>, which is gone over.</summary>
    private static EvidenceFormat? OfContext(JsonInput input)
    {
        var context = "";
        input.Read((ref JsonScan reader) => context = reader.Text(input.Texts));
        return context!.StartsWith("https://openvex.dev/", StringComparison.Ordinal) ? EvidenceFormat.OpenVex
            : context.StartsWith("https://spdx.org/rdf/3", StringComparison.Ordinal) ? EvidenceFormat.Spdx3
            : null;
    }
}
