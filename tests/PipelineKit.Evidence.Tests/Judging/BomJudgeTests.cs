using Xunit;

namespace PipelineKit.Evidence.Tests.Judging;

public sealed class BomJudgeTests
{
    private static readonly BomRules Required = new() { Required = true, Formats = ["cyclonedx>=1.5", "spdx>=2.3"] };

    [Fact]
    public void A_bill_of_materials_can_be_required()
    {
        Assert.Equal("Pass", Judge(Required, GateSamples.Sbom()));
        Assert.Equal("Fail sbom.missing", Judge(Required));
        Assert.Equal("Pass", Judge(new BomRules()));
    }

    [Fact]
    public void One_this_run_made_itself_proves_nothing_about_what_was_delivered() =>
        Assert.Equal("Fail sbom.missing", Judge(Required, GateSamples.Sbom() with { Trust = EvidenceTrust.Made }));

    [Fact]
    public void One_about_something_else_does_not_count()
    {
        var other = GateSamples.Sbom();
        other = other with { Document = other.Document! with { Bom = new Bom { SubjectDigests = [GateSamples.Of("other")] } } };

        Assert.Equal("Fail sbom.missing sbom.unbound", Judge(Required, other));
        Assert.Equal("Pass", Judge(new BomRules(), other));
        Assert.Equal("Pass", Judge(Required, other with { BoundTo = GateSamples.Image, Document = other.Document with { Bom = new Bom() } }));
    }

    [Theory]
    [InlineData(EvidenceFormat.CycloneDx, "1.5", true)]
    [InlineData(EvidenceFormat.CycloneDx, "1.10", true)]
    [InlineData(EvidenceFormat.CycloneDxXml, "1.6", true)]
    [InlineData(EvidenceFormat.CycloneDx, "1.4", false)]
    [InlineData(EvidenceFormat.CycloneDx, "", false)]
    [InlineData(EvidenceFormat.Spdx2, "SPDX-2.3", true)]
    [InlineData(EvidenceFormat.Spdx2, "SPDX-2.2", false)]
    [InlineData(EvidenceFormat.Spdx3, "3.0.1", true)]
    public void Only_some_formats_count(EvidenceFormat format, string version, bool counts)
    {
        var item = GateSamples.Sbom();

        Assert.Equal(counts ? "Pass" : "Fail sbom.format", Judge(Required, item with { Document = item.Document! with { Format = format, FormatVersion = version } }));
    }

    private static string Judge(BomRules rules, params EvidenceItem[] more) =>
        GateSamples.Blocking(GateSamples.Case([GateSamples.Scan(), .. more]) with { Policy = GateSamples.Policy() with { Bom = rules } });
}
