using System.Text;

namespace PipelineKit.Evidence.Tests.Spdx;

/// <summary>Documents written for a test.</summary>
internal static class SpdxText
{
    /// <summary>An SPDX 2.3 document with these packages and further members.</summary>
    internal static string Two(string packages, string more = "") =>
        $$"""
        {"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","dataLicense":"CC0-1.0","name":"x","documentNamespace":"https://example.com/x",
        "creationInfo":{"created":"2024-01-02T03:04:05Z","creators":["Tool: syft-1.2.3","Organization: Acme (a@acme.example)","Person: NOASSERTION"]},"packages":[{{packages}}]{{more}}}
        """;

    /// <summary>A package of SPDX 2.</summary>
    internal static string Package(string id, string name, string more = "") => $$"""{"SPDXID":"SPDXRef-{{id}}","name":"{{name}}","downloadLocation":"NOASSERTION"{{more}}}""";

    /// <summary>A relationship of SPDX 2.</summary>
    internal static string Relation(string from, string kind, string to) =>
        $$"""{"spdxElementId":"SPDXRef-{{from}}","relationshipType":"{{kind}}","relatedSpdxElement":"SPDXRef-{{to}}"}""";

    /// <summary>An SPDX 3 document with these elements.</summary>
    internal static string Three(string elements, string root = "https://e/p") =>
        $$"""
        {"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
        {"type":"CreationInfo","@id":"_:c","specVersion":"3.0.1","created":"2024-01-02T03:04:05Z","createdBy":["https://e/acme"],"createdUsing":["https://e/tool"]},
        {"type":"Organization","spdxId":"https://e/acme","creationInfo":"_:c","name":"Acme","externalIdentifier":[{"type":"ExternalIdentifier","externalIdentifierType":"email","identifier":"a@acme.example"}]},
        {"type":"Tool","spdxId":"https://e/tool","creationInfo":"_:c","name":"maker-1.0"},
        {"type":"SpdxDocument","spdxId":"https://e/doc","creationInfo":"_:c","rootElement":["{{root}}"]},
        {{elements}}]}
        """;

    internal static EvidenceDocument Read(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return EvidenceReader.Read(stream, "bom.json", EvidenceLimits.Default, CancellationToken.None);
    }
}
