using System.Text.Json.Nodes;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Spdx;

public sealed class Spdx2Tests
{
    [SkippableTheory]
    [InlineData("01-MinimalSBOM", "tools-java")]
    [InlineData("02-SBOMwSource", "tools-java")]
    [InlineData("03-SBOMwDependency", "tools-java")]
    [InlineData("04-SBOMwSecurity", "tools-java")]
    [InlineData("05-SBOMwSourceLicense", "tools-java")]
    [InlineData("ACME-v2.3.spdx", "Acme Applcation")]
    public void Every_package_of_a_published_example_is_read(string file, string subject)
    {
        var text = File.ReadAllText(Peer.SharedData($"reports/spdx/{file}.json"));
        var expected = JsonNode.Parse(text)!;
        var document = SpdxText.Read(text);
        var bom = document.Bom!;
        Assert.Equal((EvidenceFormat.Spdx2, "SPDX-2.3"), (document.Format, document.FormatVersion));
        var names = expected["packages"]!.AsArray().Select(p => p!["SPDXID"]!.GetValue<string>());
        Assert.Equal(names, bom.Components.Prepend(bom.Subject!).Select(c => c.Reference));
        Assert.Equal(expected["packages"]![0]!["checksums"]![0]!["checksumValue"]!.GetValue<string>(), bom.Subject!.Hashes[0].Value);
        Assert.Equal(expected["documentNamespace"]!.GetValue<string>(), bom.Serial);
        Assert.Equal(expected["creationInfo"]!["creators"]!.AsArray().Count, bom.Authors.Count);
        Assert.Contains(subject, bom.Subject.Package.Purl ?? bom.Subject.Package.Name, StringComparison.Ordinal);
        Assert.Null(document.Report);
    }

    [Fact]
    public void A_package_is_read_with_all_that_is_said_about_it()
    {
        var bom = SpdxText.Read(SpdxText.Two(SpdxText.Package("a", "libssl3", """
            ,"versionInfo":"1:3.0.11-1","supplier":"Organization: Debian ()","licenseConcluded":"NOASSERTION","licenseDeclared":"Apache-2.0 OR LicenseRef-x","packageFileName":"libssl3.deb",
            "checksums":[{"algorithm":"SHA256","checksumValue":"AB"},{"algorithm":"SHA3-512","checksumValue":"cd"},{"algorithm":"BLAKE2b-256","checksumValue":"ef"}],
            "externalRefs":[{"referenceCategory":"SECURITY","referenceType":"cpe23Type","referenceLocator":"cpe:2.3:a:x"},
              {"referenceCategory":"PACKAGE_MANAGER","referenceType":"purl","referenceLocator":"nonsense"},
              {"referenceCategory":"PACKAGE_MANAGER","referenceType":"purl","referenceLocator":"pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&epoch=1"},
              {"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:deb/debian/openssl@3.0.10"}],
            "attributionTexts":["PkgID: x","LayerDiffID: sha256:11"]
            """))).Bom!;
        var component = Assert.Single(bom.Components);
        Assert.Equal(new PackageIdentity("deb", "libssl3", "1:3.0.11-1", "pkg:deb/debian/libssl3@3.0.11-1?arch=amd64&epoch=1"), component.Package);
        Assert.Equal(("SPDXRef-a", "Debian", "cpe:2.3:a:x", "sha256:11"), (component.Reference, component.Supplier, component.Cpe, component.Layer));
        Assert.Equal([new BomLicense("Apache-2.0 OR LicenseRef-x", true)], component.Licenses);
        Assert.Equal([new BomHash("SHA-256", "ab"), new BomHash("SHA3-512", "cd"), new BomHash("BLAKE2b-256", "ef")], component.Hashes);
        Assert.Equal([("bsi:component:filename", "libssl3.deb")], component.Properties);
        Assert.Equal((new BomTool("syft", "1.2.3"), "Acme", "a@acme.example"), (Assert.Single(bom.Tools), Assert.Single(bom.Authors), Assert.Single(bom.Contacts)));
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), bom.Created);
        Assert.Null(bom.Subject);
    }

    [Fact]
    public void Relationships_of_either_direction_become_dependencies_and_paths()
    {
        var bom = SpdxText.Read(SpdxText.Two(
            string.Join(',', SpdxText.Package("a", "a"), SpdxText.Package("b", "b"), SpdxText.Package("c", "c"), SpdxText.Package("d", "d")),
            $$"""
            ,"files":[{"SPDXID":"SPDXRef-f","fileName":"./usr/bin/a","checksums":[]}],"relationships":[
            {{SpdxText.Relation("DOCUMENT", "DESCRIBES", "a")}},{{SpdxText.Relation("a", "DEPENDS_ON", "b")}},{{SpdxText.Relation("c", "DEPENDENCY_OF", "a")}},{{SpdxText.Relation("a", "DEPENDS_ON", "b")}},
            {{SpdxText.Relation("c", "CONTAINS", "f")}},{{SpdxText.Relation("d", "CONTAINED_BY", "c")}},{{SpdxText.Relation("c", "BUILD_TOOL_OF", "d")}},{{SpdxText.Relation("d", "DEV_DEPENDENCY_OF", "b")}}]
            """)).Bom!;
        Assert.Equal("a", bom.Subject!.Package.Name);
        Assert.Equal(["b", "c", "d"], bom.Components.Select(c => c.Package.Name));
        Assert.Equal(["SPDXRef-a>SPDXRef-b,SPDXRef-c", "SPDXRef-b>SPDXRef-d", "SPDXRef-c>SPDXRef-d"], bom.Dependencies.Select(d => $"{d.Reference}>{string.Join(',', d.DependsOn)}"));
        Assert.Equal(["/usr/bin/a"], bom.Components[1].Paths);
    }

    [Fact]
    public void The_container_that_is_described_gives_the_digests_of_the_image()
    {
        var (one, two, three) = (new string('1', 64), new string('2', 64), new string('3', 64));
        var bom = SpdxText.Read(SpdxText.Two(
            SpdxText.Package("a", "app", $$"""
                ,"primaryPackagePurpose":"CONTAINER","versionInfo":"sha256:{{one}}","checksums":[{"algorithm":"SHA256","checksumValue":"{{two}}"}],
                "externalRefs":[{"referenceCategory":"PACKAGE-MANAGER","referenceType":"purl","referenceLocator":"pkg:oci/app@sha256%3A{{one}}?arch=arm64"}],
                "annotations":[{"comment":"RepoDigest: ghcr.io/x/app@sha256:{{three}}"}]
                """) + "," + SpdxText.Package("b", "b"),
            ",\"documentDescribes\":[\"SPDXRef-a\",\"SPDXRef-b\"]")).Bom!;
        Assert.Equal("container", bom.Subject!.Type);
        Assert.Equal(["sha256:" + one, "sha256:" + two, "sha256:" + three], bom.SubjectDigests.Select(d => d.Text));
        Assert.Equal("linux/arm64", bom.Platform);
    }

    [Theory]
    [InlineData("\"packages\":[", "\"packages\":[{\"name\":\"x\"},", "packages[0] has no `SPDXID`")]
    [InlineData("\"packages\":[", "\"packages\":[{\"SPDXID\":\"SPDXRef-a\",\"name\":\"x\"},", "packages[1] has the SPDXID `SPDXRef-a` of another package")]
    [InlineData("\"name\":\"a\"", "\"name\":1", "packages[0].name is not text")]
    [InlineData("2024-01-02T03:04:05Z", "yesterday", "creationInfo.created is no time")]
    [InlineData("SPDX-2.3", "SPDX-2.9", "spdxVersion is `SPDX-2.9`")]
    [InlineData("\"creationInfo\"", "\"creationInfos\"", "has no `creationInfo`")]
    [InlineData("\"downloadLocation\"", "\"checksums\":[{\"algorithm\":\"CRC32\",\"checksumValue\":\"1\"}],\"downloadLocation\"", "packages[0].checksums[0].algorithm is `CRC32`")]
    [InlineData("\"dataLicense\"", "\"name\":\"again\",\"dataLicense\"", "")]
    public void A_document_of_another_shape_is_refused_with_the_place(string old, string replacement, string message)
    {
        var text = SpdxText.Two(SpdxText.Package("a", "a"));
        Assert.Contains(old, text, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<EvidenceException>(() => SpdxText.Read(text.Replace(old, replacement, StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }
}
