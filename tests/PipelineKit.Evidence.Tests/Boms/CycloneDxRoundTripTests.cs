using System.Text;
using PipelineKit.Oci;
using Xunit;

namespace PipelineKit.Evidence.Tests.Boms;

public sealed class CycloneDxRoundTripTests
{
    private static readonly Digest Image = Digest.Sha256("image"u8);
    private static readonly PackageIdentity Zlib = new("deb", "zlib1g", "1:1.2.13.dfsg-1", "pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1?arch=amd64");
    private static readonly PackageIdentity Log4j = new("maven", "org.apache.logging.log4j:log4j-core", "2.14.1", "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1");

    private static readonly Bom Sample = new()
    {
        Serial = "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        Created = new DateTimeOffset(2026, 11, 21, 10, 11, 12, 345, TimeSpan.Zero),
        Authors = ["ACME", "Ada"],
        Tools = [new BomTool("pipelinekit", "1.2.3")],
        Subject = new BomComponent { Reference = "image", Type = "container", Package = new PackageIdentity("", "registry.example/app", ""), Hashes = [new BomHash("SHA-256", Image.Hex)] },
        Components =
        [
            new BomComponent { Reference = "zlib", Package = Zlib, Supplier = "Debian", Licenses = [new BomLicense("Zlib OR MIT", IsExpression: true)], Paths = ["/var/lib/dpkg/status"], Layer = Image.Text },
            new BomComponent
            {
                Reference = "log4j", Package = Log4j, Licenses = [new BomLicense("Apache-2.0", IsExpression: true), new BomLicense("Own terms", IsExpression: false)], Cpe = "cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*",
                Properties = [("bsi:component:executable", "non-executable"), ("bsi:component:executable", "again")],
            },
            new BomComponent { Type = "operating-system", Package = new PackageIdentity("", "debian", "12") },
        ],
        Dependencies = [new BomDependency("image", ["zlib", "log4j"])],
        Completeness = "incomplete",
        SubjectDigests = [Image],
        Platform = "linux/arm64",
    };

    private static readonly ScanReport Scan = new()
    {
        Scanner = new ScannerFacts("pk-scan", "1.2.3", new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero), "osv"),
        ScannedAt = new DateTimeOffset(2026, 11, 21, 10, 11, 13, TimeSpan.Zero),
        Succeeded = true,
        Filters = new FilterFacts(IsSaid: true, ["severity < low"]),
        Coverage = [new CoveredPart("deb", "a|b", 2), new CoveredPart("maven", "", Packages: null)],
        Subject = new SubjectFacts
        {
            Name = "registry.example/app",
            Manifests = [Image],
            Configs = [Digest.Sha256("config"u8)],
            DiffIds = [Digest.Sha256("1"u8), Digest.Sha256("2"u8)],
            Platform = "linux/arm64",
            OperatingSystem = new OperatingSystemFacts("debian", "12", IsEndOfLife: false),
        },
        Findings =
        [
            new Finding
            {
                Kind = FindingKind.Vulnerability, Id = "CVE-2021-44228", Aliases = ["GHSA-jfh8-c2jp-5v3q"], Package = Log4j, Path = "/app/log4j.jar", Layer = Image.Text, Severity = Severity.Critical,
                Ratings = [new SeverityRating("nvd", Severity.Critical, 10, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H"), new SeverityRating("ghsa", Severity.High)],
                Fix = FixState.Fixed, FixedVersions = ["2.15.0", "2.12.2"], FixAvailableSince = new DateTimeOffset(2021, 12, 10, 0, 0, 0, TimeSpan.Zero), Published = new DateTimeOffset(2021, 12, 10, 10, 15, 0, TimeSpan.Zero),
                Epss = 0.94358, Exploited = new KnownExploited("cisa", new DateOnly(2021, 12, 10), new DateOnly(2021, 12, 24), Ransomware: true), Title = "Remote code execution", Url = "https://example.com/a", IsLowConfidence = true,
                Suppression = new Suppression("ignore", "ignored", "not reachable"),
            },
            new Finding { Kind = FindingKind.Vulnerability, Id = "CVE-2023-45853", Package = Zlib, Severity = Severity.Negligible, Fix = FixState.WontFix },
            new Finding { Kind = FindingKind.Malware, Id = "MAL-2024-1", Package = new PackageIdentity("npm", "@evil/x", "1.0.0", "pkg:npm/%40evil/x@1.0.0") },
            new Finding { Kind = FindingKind.Secret, Id = "aws-access-key-id", Path = "/etc/x", Line = 7, Severity = Severity.High },
        ],
    };

    [Fact]
    public void What_is_written_about_a_scan_reads_back_as_it_was()
    {
        var document = Read(CycloneDx.Write(Sample, Scan));

        Assert.Equal(EvidenceFormat.CycloneDx, document.Format);
        Assert.Equal("1.6", document.FormatVersion);
        Assert.Equivalent(Sample, document.Bom, strict: true);
        Assert.Equivalent(Scan, document.Report, strict: true);
        Assert.Empty(document.Vex);
    }

    [Fact]
    public void It_is_valid_and_the_same_every_time()
    {
        var content = CycloneDx.Write(Sample, Scan);

        Assert.Empty(BomValidator.Validate(new MemoryStream(content), "bom", EvidenceLimits.Default, CancellationToken.None).Errors);
        Assert.Equal(content, CycloneDx.Write(Sample, Scan));
    }

    [Fact]
    public void A_bill_without_a_scan_is_no_result_of_a_scan()
    {
        var document = Read(CycloneDx.Write(Sample, report: null));

        Assert.Null(document.Report);
        Assert.DoesNotContain("vulnerabilities", Encoding.UTF8.GetString(CycloneDx.Write(Sample, report: null)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_that_found_nothing_is_one_all_the_same()
    {
        var document = Read(CycloneDx.Write(Sample, Scan with { Findings = [] }));

        Assert.NotNull(document.Report);
        Assert.Empty(document.Report.Findings);
        Assert.Equal("pk-scan", document.Report.Scanner.Name);
    }

    [Fact]
    public void What_CycloneDX_has_no_word_for_is_left_out_and_the_document_stays_valid()
    {
        var bom = new Bom
        {
            Serial = "https://spdx.org/spdxdocs/x",
            Components = [new BomComponent { Type = "install", Package = new PackageIdentity("", "x", ""), Hashes = [new BomHash("ADLER32", "00"), new BomHash("MD5", "d41d8cd98f00b204e9800998ecf8427e")] }],
            Completeness = "anything",
        };

        var content = CycloneDx.Write(bom, report: null);
        var read = Read(content).Bom!;

        Assert.Empty(BomValidator.Validate(new MemoryStream(content), "bom", EvidenceLimits.Default, CancellationToken.None).Errors);
        Assert.Equal(("", "library", "unknown"), (read.Serial, read.Components[0].Type, read.Completeness));
        Assert.Equal("MD5", Assert.Single(read.Components[0].Hashes).Algorithm);
    }

    private static EvidenceDocument Read(byte[] content) => EvidenceReader.Read(new MemoryStream(content), "bom.json", EvidenceLimits.Default, CancellationToken.None);
}
