using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests.Vex;

/// <summary>Documents of a few lines.</summary>
internal static class VexSample
{
    internal const string Reason = "\"justification\":\"component_not_present\"";

    internal static EvidenceDocument Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    internal static EvidenceDocument Read(byte[] json)
    {
        using var stream = new MemoryStream(json);
        return EvidenceReader.Read(stream, "a.json", EvidenceLimits.Default, CancellationToken.None);
    }

    internal static EvidenceException Refused(string json) => Assert.Throws<EvidenceException>(() => Read(json));

    /// <summary>An OpenVEX document with one statement, which is about one product unless <paramref name="products"/> says otherwise.</summary>
    internal static string OpenVex(string statement, string products = "[{\"@id\":\"pkg:deb/debian/bash@5.2\"}]", string more = "") =>
        "{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\"author\":\"Acme\",\"timestamp\":\"2026-01-02T03:04:05Z\"," + more
        + "\"statements\":[{\"vulnerability\":{\"name\":\"CVE-2026-1\"},\"products\":" + products + "," + statement + "}]}";

    /// <summary>A CSAF document.</summary>
    internal static string Csaf(string tree, string vulnerability, string category = "csaf_vex") =>
        $$$"""
        {"document":{"category":"{{{category}}}","csaf_version":"2.0","publisher":{"namespace":"https://psirt.example.com"},"tracking":{"current_release_date":"2026-01-02T03:04:05.000Z"}},
         "product_tree":{{{tree}}},"vulnerabilities":[{"cve":"CVE-2026-1",{{{vulnerability}}}}]}
        """;
}
