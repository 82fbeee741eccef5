using System.Text;
using PipelineKit.Evidence.Tests.Xml;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class CycloneDxXmlTests
{
    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    [InlineData("1.4")]
    [InlineData("1.7")]
    public void A_document_of_every_version_is_read(string version)
    {
        var document = Read(Encoding.UTF8.GetBytes(SampleXml.Of(version)));

        Assert.Equal((EvidenceFormat.CycloneDxXml, version), (document.Format, document.FormatVersion));
        Assert.Equal("lib", document.Bom!.Components[0].Package.Name.Split(':')[^1]);
    }

    [Fact]
    public void It_says_what_its_JSON_would_say()
    {
        var document = Read(Encoding.UTF8.GetBytes(SampleXml.Of("1.5")));
        var bom = document.Bom!;
        var component = bom.Components[0];
        var finding = Assert.Single(document.Report!.Findings);

        Assert.Equal(["lib", "nested"], bom.Components.Select(c => c.Package.Name.Split(':')[^1]));
        Assert.Equal(("pkg:maven/org.acme/lib@1.0", "cpe:/a:acme:lib:1.0", "a"), (component.Package.Purl, component.Cpe, component.Reference));
        Assert.Equal(new BomLicense("Apache-2.0", IsExpression: true), Assert.Single(component.Licenses));
        Assert.Equal("SHA-256", Assert.Single(component.Hashes).Algorithm);
        Assert.Equal(["b"], Assert.Single(bom.Dependencies).DependsOn);
        Assert.Equal(("complete", "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79", "T"), (bom.Completeness, bom.Serial, Assert.Single(bom.Tools).Name));
        Assert.Equal(["Ada", "ACME"], bom.Authors);
        Assert.Equal('a', Assert.Single(bom.SubjectDigests).Hex[0]);
        Assert.Equal(("CVE-1", Severity.Critical, 9.8), (finding.Id, finding.Severity, finding.Ratings[0].Score));
        Assert.Equal(VexStatus.NotAffected, Assert.Single(document.Vex).Status);
    }

    [Fact]
    public void UTF_16_is_read_too()
    {
        var text = SampleXml.Of("1.5").Replace("UTF-8", "UTF-16", StringComparison.Ordinal);

        Assert.NotEmpty(Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)]).Bom!.Components);
        Assert.NotEmpty(Read([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)]).Bom!.Components);
    }

    [Theory]
    [InlineData("<other/>", "no CycloneDX")]
    [InlineData("<bom xmlns='http://cyclonedx.org/schema/bom/1.5'><vulnerabilities><vulnerability><id>C</id><ratings><rating><score>high</score></rating></ratings></vulnerability></vulnerabilities></bom>", "vulnerabilities[0].ratings[0].score is text; a number is expected")]
    public void What_does_not_fit_is_refused(string text, string message)
    {
        var exception = Assert.Throws<EvidenceException>(() => Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    private static EvidenceDocument Read(byte[] content) => EvidenceReader.Read(new MemoryStream(content), "bom.xml", EvidenceLimits.Default, CancellationToken.None);
}
