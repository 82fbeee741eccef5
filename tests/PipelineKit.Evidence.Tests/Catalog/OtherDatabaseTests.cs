using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PipelineKit.Evidence.Tests.Compression;
using Xunit;
using static PipelineKit.Evidence.Tests.Catalog.CatalogAssertions;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class OtherDatabaseTests
{
    private const string Alpine = "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.18.4\n";

    private const string Apk = """
        C:Q1abc=
        P:musl
        V:1.2.4-r2
        A:x86_64
        L:MIT
        o:musl
        m:Timo Teras <timo.teras@iki.fi>
        F:lib
        R:ld-musl-x86_64.so.1
        a:0:0:755
        Z:Q1abc=

        P:libcrypto3
        V:3.1.4-r0
        A:x86_64
        L:Apache-2.0
        o:openssl

        """;

    private const string Wall = """
        {"jsonwall":"1.0","schema":"1.0","count":5}
        {"kind":"content","slice":"libc6_libs","path":"/lib/libc.so.6"}
        {"kind":"package","name":"base-files","version":"13ubuntu10","sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","arch":"amd64"}
        {"kind":"package","name":"libc6","version":"2.39-0ubuntu8.3","sha256":"fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210","arch":"amd64"}
        {"kind":"slice","name":"libc6_libs"}

        """;

    private const string Rpms = "openssl-libs\t3.3.0-1.azl3\t1718000000\t1717000000\tMicrosoft Corporation\t(none)\t4096\tx86_64\t0\topenssl-3.3.0-1.azl3.src.rpm\nshadow\t1-2.azl3\t1\t1\tMicrosoft Corporation\t4\t4096\tx86_64\t4\t(none)\n";

    [Theory]
    [InlineData("lib/apk/db/installed")]
    [InlineData("usr/lib/apk/db/installed")]
    public async Task The_packages_of_Alpine_are_listed(string path)
    {
        using var image = new ImageBuilder().Layer(("etc/os-release", Alpine), (path, Apk), ("lib/apk/db/triggers", "x"));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["pkg:apk/alpine/libcrypto3@3.1.4-r0?arch=x86_64&distro=alpine-3.18.4&upstream=openssl", "pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=alpine-3.18.4"], catalogued.Purls());
        Assert.Equal([new BomLicense("MIT", true)], catalogued.Component("musl").Licenses);
        Assert.Equal("Timo Teras <timo.teras@iki.fi>", catalogued.Component("musl").Supplier);
        Assert.Empty(catalogued.Unreadable("apk"));
    }

    [Fact]
    public async Task One_list_reached_by_two_paths_counts_once()
    {
        using var image = new ImageBuilder().Layer(("lib", "->usr/lib"), ("usr/lib/apk/db/installed", Apk));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(2, catalogued.Coverage.Single(c => c.Ecosystem == "apk").Packages);
        Assert.Single(catalogued.Component("musl").Paths);
    }

    [Theory]
    [InlineData("", "lists no package")]
    [InlineData("P:musl\nA:x86_64\n\n", "no name or no version")]
    [InlineData("P:musl\nV:1\nnonsense\n", "line 3 is no field")]
    [InlineData("P:musl\nP:other\nV:1\n", "`P` a second time")]
    public async Task A_damaged_list_of_Alpine_is_said_to_be_unreadable(string content, string problem)
    {
        using var image = new ImageBuilder().Layer(("lib/apk/db/installed", content));

        Assert.Contains(problem, Assert.Single((await image.CatalogueAsync()).Unreadable("apk")), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("var/lib/chisel/manifest.wall")]
    [InlineData("opt/manifest.wall")]
    public async Task The_packages_of_a_chiselled_Ubuntu_are_listed(string path)
    {
        using var image = new ImageBuilder().Layer(("etc/os-release", "ID=ubuntu\nVERSION_ID=\"24.04\"\nID_LIKE=debian\n"u8.ToArray()), (path, ZstdSamples.Compress(Encoding.UTF8.GetBytes(Wall))));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["pkg:deb/ubuntu/base-files@13ubuntu10?arch=amd64&distro=ubuntu-24.04", "pkg:deb/ubuntu/libc6@2.39-0ubuntu8.3?arch=amd64&distro=ubuntu-24.04"], catalogued.Purls());
        Assert.Equal("SHA-256", Assert.Single(catalogued.Component("libc6").Hashes).Algorithm);
        Assert.Empty(catalogued.Unreadable("deb"));
    }

    [SkippableTheory]
    [InlineData("{\"jsonwall\":\"1.0\",\"count\":9}\n{\"kind\":\"package\",\"name\":\"a\",\"version\":\"1\"}\n", "says it has 9 lines")]
    [InlineData("{\"jsonwall\":\"2.0\"}\n", "no jsonwall of version 1")]
    [InlineData("{\"jsonwall\":\"1.0\",\"count\":2}\n{\"kind\":\"package\",\"name\":\"a\"}\n", "no name or no version")]
    [InlineData("{\"jsonwall\":\"1.0\",\"count\":1}\n", "0 packages")]
    [InlineData("", "0 lines")]
    public async Task A_damaged_manifest_of_Chisel_is_said_to_be_unreadable(string content, string problem)
    {
        using var image = new ImageBuilder().Layer(("var/lib/chisel/manifest.wall", ZstdSamples.Compress(Encoding.UTF8.GetBytes(content))));

        Assert.Contains(problem, Assert.Single((await image.CatalogueAsync()).Unreadable("deb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_packages_of_Azure_Linux_without_a_package_manager_are_listed()
    {
        using var image = new ImageBuilder().Layer(("etc/os-release", "ID=azurelinux\nVERSION_ID=\"3.0\"\n"), ("var/lib/rpmmanifest/container-manifest-2", Rpms));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(
            ["pkg:rpm/azurelinux/openssl-libs@3.3.0-1.azl3?arch=x86_64&distro=azurelinux-3.0&upstream=openssl-3.3.0-1.azl3.src.rpm", "pkg:rpm/azurelinux/shadow@1-2.azl3?arch=x86_64&distro=azurelinux-3.0&epoch=4"],
            catalogued.Purls());
        Assert.Equal("Microsoft Corporation", catalogued.Component("shadow").Supplier);
    }

    [Theory]
    [InlineData("var/lib/rpm/rpmdb.sqlite")]
    [InlineData("var/lib/rpm/Packages")]
    [InlineData("usr/lib/sysimage/rpm/Packages.db")]
    public async Task A_database_of_rpm_is_said_not_to_be_read(string path)
    {
        using var image = new ImageBuilder().Layer(("etc/os-release", "ID=fedora\nVERSION_ID=41\n"), (path, "SQLite format 3"));

        Assert.Contains("rpm databases cannot be read", Assert.Single((await image.CatalogueAsync()).Unreadable("rpm")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void However_a_list_is_damaged_it_never_looks_like_no_package()
    {
        Check("var/lib/dpkg/status", Encoding.UTF8.GetBytes(Status(("a", "1"), ("b", "2"))));
        Check("lib/apk/db/installed", Encoding.UTF8.GetBytes(Apk));
        Check("var/lib/rpmmanifest/container-manifest-2", Encoding.UTF8.GetBytes(Rpms));
        Check("var/lib/chisel/manifest.wall", ZstdSamples.Compress(Encoding.UTF8.GetBytes(Wall)));
    }

    private static void Check(string path, byte[] content) =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Damages.Of(content).ToArbitrary(), damaged =>
        {
            var tree = new LayerTree("test", new CatalogBudget(CatalogLimits.Default));
            tree.Put(path, FileReader.Read(FileKinds.Of(path), path, damaged, CatalogLimits.Default), layer: 0);
            return new CatalogFiles(tree).Relevant().Any(f => f.Facts.Problem is not null || f.Facts.Packages.Count > 0);
        }));
}
