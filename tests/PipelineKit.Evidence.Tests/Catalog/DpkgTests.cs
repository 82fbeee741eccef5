using PipelineKit.Testing;
using Xunit;
using static PipelineKit.Evidence.Tests.Catalog.CatalogAssertions;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class DpkgTests
{
    private const string StatusFile = "var/lib/dpkg/status";

    [Fact]
    public async Task A_package_url_names_distribution_architecture_and_source()
    {
        using var image = new ImageBuilder().Layer(
            ("usr/lib/os-release", Debian),
            ("etc/os-release", "->../usr/lib/os-release"),
            (StatusFile, """
                Package: libssl3
                Status: install ok installed
                Maintainer: Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>
                Architecture: amd64
                Source: openssl
                Version: 3.0.11-1~deb12u2
                Description: Secure Sockets Layer toolkit
                 a second line

                Package: libc-bin
                Status: install ok installed
                Architecture: amd64
                Source: glibc (1:2.36-9)
                Version: 2.36-9+b1

                """));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(
            ["pkg:deb/debian/libc-bin@2.36-9%2Bb1?arch=amd64&distro=debian-12&upstream=glibc%401:2.36-9", "pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl"],
            catalogued.Purls());
        Assert.Equal("Debian OpenSSL Team <pkg-openssl-devel@alioth-lists.debian.net>", catalogued.Component("libssl3").Supplier);
        Assert.Equal(new OperatingSystemFacts("debian", "12"), catalogued.OperatingSystem);
        Assert.Equal([StatusFile], catalogued.Component("libssl3").Paths);
        Assert.Equal("complete", catalogued.Bom.Completeness);
    }

    [Theory]
    [InlineData("install ok installed", true)]
    [InlineData("hold ok installed", true)]
    [InlineData("install ok unpacked", true)]
    [InlineData("install ok half-configured", true)]
    [InlineData("install ok triggers-pending", true)]
    [InlineData("deinstall ok config-files", false)]
    [InlineData("purge ok not-installed", false)]
    public async Task Only_packages_with_files_count(string status, bool isListed)
    {
        using var image = new ImageBuilder().Layer((StatusFile, Status(("base", "1")) + $"Package: other\nStatus: {status}\nVersion: 2\n"));

        Assert.Equal(isListed ? 2 : 1, (await image.CatalogueAsync()).Bom.Components.Count);
    }

    [Fact]
    public async Task Images_without_a_package_manager_have_a_file_per_package()
    {
        using var image = new ImageBuilder().Layer(
            ("etc/os-release", Debian),
            ("var/lib/dpkg/status.d/tzdata", "Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n"),
            ("var/lib/dpkg/status.d/tzdata.md5sums", "d41d8cd98f00b204e9800998ecf8427e  usr/share/zoneinfo/UTC\n"),
            ("var/lib/dpkg/status.d/base", "Package: base-files\nVersion: 12.4\nArchitecture: amd64\n"));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian-12", "pkg:deb/debian/tzdata@2024a-0?arch=all&distro=debian-12"], catalogued.Purls());
        Assert.Empty(catalogued.Unreadable("deb"));
    }

    [Theory]
    [InlineData("", "lists no package")]
    [InlineData("\n\n", "lists no package")]
    [InlineData("Package: a\nStatus: install ok installed\n", "has no version")]
    [InlineData("Version: 1\nStatus: install ok installed\n", "names no package")]
    [InlineData("Package: a\nVersion: 1\nwhat is this\n", "line 3 is no field")]
    [InlineData(" goes on\nPackage: a\nVersion: 1\n", "line 1 goes on")]
    [InlineData("Package: a\nPackage: b\nVersion: 1\n", "`Package` a second time")]
    [InlineData("Package: a\nVersion: 1\0\n", "zero bytes")]
    [InlineData("Package: a\nStatus: deinstall ok config-files\nVersion: 1\n", "lists no package")]
    public async Task A_damaged_or_empty_list_is_said_to_be_unreadable(string status, string problem)
    {
        using var image = new ImageBuilder().Layer((StatusFile, status));

        var catalogued = await image.CatalogueAsync();

        Assert.Contains(problem, Assert.Single(catalogued.Unreadable("deb")), StringComparison.Ordinal);
        Assert.StartsWith(StatusFile, catalogued.Unreadable("deb")[0], StringComparison.Ordinal);
        Assert.Empty(catalogued.Bom.Components);
        Assert.Equal("incomplete", catalogued.Bom.Completeness);
    }

    [Fact]
    public async Task A_distribution_without_its_list_of_packages_is_said()
    {
        using var image = new ImageBuilder().Layer(("etc/os-release", Debian));

        Assert.Contains("debian 12, and has no list of its packages", Assert.Single((await image.CatalogueAsync()).Unreadable("deb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Licences_come_from_the_copyright_files()
    {
        using var image = new ImageBuilder().Layer(
            (StatusFile, Status(("bash", "5.2"), ("zlib1g", "1.2"), ("zlib1g-dev", "1.2"))),
            ("usr/share/doc/bash/copyright", "This is Bash.\nOn Debian systems see /usr/share/common-licenses/GPL-3, and `/usr/share/common-licenses/GFDL-1.3'.\n"),
            ("usr/share/doc/zlib1g/copyright", "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nLicense: Zlib\n\nFiles: debian/*\nLicense: GPL-2+ or Expat\n text\n"),
            ("usr/share/doc/zlib1g-dev", "->zlib1g"));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal([new BomLicense("GFDL-1.3-only", true), new BomLicense("GPL-3.0-only", true)], catalogued.Component("bash").Licenses);
        Assert.Equal([new BomLicense("GPL-2.0-or-later OR MIT", true), new BomLicense("Zlib", true)], catalogued.Component("zlib1g").Licenses);
        Assert.Equal(catalogued.Component("zlib1g").Licenses, catalogued.Component("zlib1g-dev").Licenses);
    }

    [SkippableFact]
    public async Task The_packages_of_this_machine_are_those_dpkg_query_lists()
    {
        const string Format = "${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\n";
        var listed = (await new Child(Peer.Program("dpkg-query"), "-W", "-f", Format).RunAsync()).Expect(0).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split('\t'))
            .Where(c => c[0] == "installed")
            .Select(c => $"{c[1]} {c[2]} {c[3]}");
        using var image = new ImageBuilder().Layer((StatusFile, await File.ReadAllTextAsync("/var/lib/dpkg/status")), ("etc/os-release", await File.ReadAllTextAsync("/etc/os-release")));

        var catalogued = await image.CatalogueAsync();

        Assert.Empty(catalogued.Unreadable("deb"));
        Assert.Equal(
            listed.Order(StringComparer.Ordinal),
            catalogued.Bom.Components.Select(c => $"{c.Package.Name} {c.Package.Version} {PurlOf(c).Qualifiers["arch"]}").Order(StringComparer.Ordinal));
    }

    private static PackageUrl PurlOf(BomComponent component) =>
        PackageUrl.TryParse(component.Package.Purl!, out var purl, out var problem) ? purl : throw new InvalidOperationException(problem);
}
