using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class BomProfileTests
{
    private static readonly BomComponent Library = new()
    {
        Reference = "a",
        Package = new PackageIdentity("npm", "a", "1.0.0", "pkg:npm/a@1.0.0"),
        Supplier = "Acme",
        Licenses = [new BomLicense("MIT", true)],
        Hashes = [new BomHash("SHA-512", new string('0', 128))],
        Properties =
        [
            ("bsi:component:filename", "a.tgz"), ("bsi:component:executable", "non-executable"), ("bsi:component:archive", "archive"), ("bsi:component:structured", "structured"),
        ],
    };

    private static readonly Bom Complete = new()
    {
        Serial = "urn:uuid:1",
        Created = DateTimeOffset.UnixEpoch,
        Authors = ["Acme"],
        Contacts = ["a@acme.example"],
        Subject = Library with { Reference = "app", Package = new PackageIdentity("", "app", "1") },
        Components = [Library, new BomComponent { Type = "file", Package = new PackageIdentity("", "/etc/x", "") }],
        Dependencies = [new BomDependency("app", ["a"])],
        Completeness = "complete",
    };

    public static TheoryData<string> Profiles { get; } = [.. BomProfiles.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_complete_bill_has_no_gap(string profile) => Assert.Empty(BomProfiles.Check(profile, Document(Complete)));

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_document_without_a_bill_has_one(string profile) => Assert.Equal("document", Assert.Single(BomProfiles.Check(profile, Document(null))).Rule);

    [Fact]
    public void Each_missing_element_of_NTIA_is_named()
    {
        Equal("ntia-2021", "author", "", Complete with { Authors = [] });
        Equal("ntia-2021", "timestamp", "", Complete with { Created = null });
        Equal("ntia-2021", "subject", "", Complete with { Subject = null });
        Equal("ntia-2021", "dependency", "", Complete with { Dependencies = [] });
        Equal("ntia-2021", "supplier", "pkg:npm/a@1.0.0", With(Library with { Supplier = "" }));
        Equal("ntia-2021", "name", "pkg:npm/a@1.0.0", With(Library with { Package = Library.Package with { Name = "" } }));
        Equal("ntia-2021", "version", "pkg:npm/a@1.0.0", With(Library with { Package = Library.Package with { Version = "" } }));
        Equal("ntia-2021", "identifier", "a@1.0.0", With(Library with { Package = Library.Package with { Purl = null }, Hashes = [] }));
    }

    [Fact]
    public void Each_missing_element_of_BSI_is_named()
    {
        const string profile = "bsi-tr-03183-2";
        Equal(profile, "creator", "", Complete with { Contacts = [] });
        Equal(profile, "timestamp", "", Complete with { Created = null });
        Equal(profile, "uri", "", Complete with { Serial = "" });
        Equal(profile, "subject", "", Complete with { Subject = null });
        Equal(profile, "dependency", "", Complete with { Dependencies = [] });
        Equal(profile, "completeness", "", Complete with { Completeness = "" });
        Equal(profile, "component-creator", "pkg:npm/a@1.0.0", With(Library with { Supplier = "" }));
        Equal(profile, "version", "pkg:npm/a@1.0.0", With(Library with { Package = Library.Package with { Version = "" } }));
        Equal(profile, "license", "pkg:npm/a@1.0.0", With(Library with { Licenses = [] }));
        Equal(profile, "license", "pkg:npm/a@1.0.0", With(Library with { Licenses = [new BomLicense("Acme terms", false)] }));
        Equal(profile, "hash", "pkg:npm/a@1.0.0", With(Library with { Hashes = [new BomHash("SHA-256", new string('0', 64))] }));
        foreach (var (index, rule) in new[] { "filename", "executable", "archive", "structured" }.Index())
        {
            Equal(profile, rule, "pkg:npm/a@1.0.0", With(Library with { Properties = [.. Library.Properties.Where((_, i) => i != index)] }));
        }

        Equal(profile, "archive", "pkg:npm/a@1.0.0", With(Library with { Properties = [.. Library.Properties.Select(p => p.Name == "bsi:component:archive" ? (p.Name, "perhaps") : p)] }));
    }

    [Theory]
    [InlineData(EvidenceFormat.CycloneDx, "1.5", false)]
    [InlineData(EvidenceFormat.CycloneDx, "1.6", true)]
    [InlineData(EvidenceFormat.CycloneDxXml, "1.7", true)]
    [InlineData(EvidenceFormat.Spdx2, "SPDX-2.3", false)]
    [InlineData(EvidenceFormat.Spdx3, "3.0.0", false)]
    [InlineData(EvidenceFormat.Spdx3, "3.0.1", true)]
    public void BSI_asks_for_a_recent_format(EvidenceFormat format, string version, bool isEnough) =>
        Assert.Equal(!isEnough, BomProfiles.Check("bsi-tr-03183-2", Document(Complete) with { Format = format, FormatVersion = version }).Any(g => g.Rule == "format"));

    [Fact]
    public void BSI_wants_no_vulnerabilities_inside()
    {
        var document = Document(Complete) with { Report = new ScanReport { Scanner = new ScannerFacts("grype") } };
        Assert.Equal("vulnerabilities", Assert.Single(BomProfiles.Check("bsi-tr-03183-2", document)).Rule);
    }

    [Fact]
    public void SPDX_does_not_say_what_a_component_is_not()
    {
        var document = Document(With(Library with { Properties = [Library.Properties[0]] })) with { Format = EvidenceFormat.Spdx3, FormatVersion = "3.0.1" };
        Assert.Empty(BomProfiles.Check("bsi-tr-03183-2", document));
    }

    [Fact]
    public void A_profile_that_does_not_exist_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => BomProfiles.Check("cisa", Document(Complete)));

    private static void Equal(string profile, string rule, string component, Bom bom)
    {
        var gap = Assert.Single(BomProfiles.Check(profile, Document(bom)));
        Assert.Equal((rule, component), (gap.Rule, gap.Component));
        Assert.NotEmpty(gap.Message);
    }

    private static Bom With(BomComponent component) => Complete with { Components = [component] };

    private static EvidenceDocument Document(Bom? bom) =>
        new() { Name = "bom.json", Digest = Digest.Sha256([]), Format = EvidenceFormat.CycloneDx, FormatVersion = "1.6", Bom = bom };
}
