using PipelineKit.Oci;
using Xunit;
using static PipelineKit.Evidence.Tests.Catalog.CatalogAssertions;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class LayerTests
{
    private const string StatusFile = "var/lib/dpkg/status";

    private static readonly byte[] Base = ImageBuilder.Tar((StatusFile, Status(("a", "1"), ("b", "1"))));

    /// <summary>What each layer holds, one after the other, and which packages are left.</summary>
    public static TheoryData<string, string[], string> Cases { get; } = new()
    {
        { "a later layer replaces a file", ["+a 1", "+a 2"], "a@2" },
        { "a whiteout takes a file away", ["+a 1", "x var/lib/dpkg/.wh.status"], "" },
        { "a whiteout takes a folder away", ["+a 1", "x var/lib/.wh.dpkg"], "" },
        { "a whiteout of something else does not", ["+a 1", "x var/lib/dpkg/.wh.status-old"], "a@1" },
        { "an opaque folder loses what was below", ["+a 1", "x var/lib/.wh..wh..opq"], "" },
        { "an opaque folder keeps what its own layer puts there, before", ["+a 1", "+b 1|x var/lib/dpkg/.wh..wh..opq"], "b@1" },
        { "an opaque folder keeps what its own layer puts there, after", ["+a 1", "x var/lib/dpkg/.wh..wh..opq|+b 1"], "b@1" },
        { "a whiteout keeps what its own layer puts there", ["+a 1", "+b 1|x var/lib/.wh.dpkg"], "b@1" },
        { "notes of a union file system mean nothing", ["+a 1", "x .wh..wh.aufs|x var/lib/dpkg/.wh..wh.orph"], "a@1" },
        { "a file in place of a folder takes all of it away", ["+a 1", "x var/lib/dpkg"], "" },
        { "a folder in place of a file takes it away", ["+a 1", "x var/lib/dpkg/status/"], "" },
        { "a folder again changes nothing", ["+a 1", "x var/lib/dpkg/"], "a@1" },
        { "what was taken away may come again", ["+a 1", "x var/lib/.wh.dpkg", "+b 1"], "b@1" },
        { "a link to where the list is", ["s opt/db/status a 1", "l var/lib/dpkg /opt/db"], "a@1" },
        { "a link to where the list will be", ["l var/lib/dpkg ../../opt/db", "s opt/db/status a 1"], "a@1" },
        { "a file put through a link", ["l var/lib/dpkg ../../opt/db|x opt/db/", "+a 1"], "a@1" },
        { "a folder in place of a link", ["s opt/db/status a 1|l var/lib/dpkg /opt/db", "x var/lib/dpkg/"], "" },
        { "a link that leads out stays inside", ["l var/lib/dpkg ../../../../../opt/db", "s opt/db/status a 1"], "a@1" },
        { "a hard link in the same layer", ["s opt/status a 1|h var/lib/dpkg/status opt/status"], "a@1" },
        { "a hard link to a lower layer", ["s opt/status a 1", "h var/lib/dpkg/status opt/status"], "a@1" },
        { "a path with dots in front", ["s ./var/lib/./dpkg/status a 1", "x ./var//lib/dpkg/.wh.status"], "" },
        { "a path from the root", ["s /var/lib/dpkg/status a 1"], "a@1" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Layers_are_laid_over_each_other_as_runtimes_do(string what, string[] layers, string left)
    {
        using var image = new ImageBuilder();
        foreach (var layer in layers)
        {
            image.Layer([.. layer.Split('|').Select(Entry)]);
        }

        var catalogued = await image.CatalogueAsync();

        Assert.True(left == string.Join(' ', catalogued.Bom.Components.Select(c => $"{c.Package.Name}@{c.Package.Version}")), what);
    }

    [Theory]
    [InlineData("l var/lib/dpkg/status /opt/list", "is a link to something that is not read")]
    [InlineData("h var/lib/dpkg/status opt/list", "is a hard link to `opt/list`, which is not read")]
    public async Task A_list_behind_a_link_that_is_not_followed_is_said(string entry, string problem)
    {
        using var image = new ImageBuilder().Layer(Entry("s opt/list a 1"), Entry(entry));

        Assert.Contains(problem, Assert.Single((await image.CatalogueAsync()).Unreadable("deb")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_belongs_to_the_layer_it_came_with_not_to_the_one_that_wrote_the_list_again()
    {
        using var image = new ImageBuilder()
            .Layer((StatusFile, Status(("a", "1"), ("b", "1"))))
            .Layer(("etc/other", "x"))
            .Layer((StatusFile, Status(("a", "1"), ("b", "2"), ("c", "1"))));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(catalogued.DiffIds[0].Text, catalogued.Component("a").Layer);
        Assert.Equal(catalogued.DiffIds[2].Text, catalogued.Component("b").Layer);
        Assert.Equal(catalogued.DiffIds[2].Text, catalogued.Component("c").Layer);
    }

    [SkippableTheory]
    [InlineData(ImageBuilder.Gzip)]
    [InlineData(ImageBuilder.Zstd)]
    [InlineData(ImageBuilder.Plain)]
    public async Task Layers_are_read_however_they_are_compressed(string mediaType)
    {
        using var image = new ImageBuilder().Layer(Base, mediaType);

        Assert.Equal(2, (await image.CatalogueAsync()).Bom.Components.Count);
    }

    [Theory]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar.gzip")]
    [InlineData("application/vnd.docker.image.rootfs.diff.tar")]
    [InlineData("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")]
    [InlineData("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip")]
    public async Task The_media_types_of_Docker_and_OCI_are_layers(string mediaType)
    {
        using var image = new ImageBuilder().Layer(Base, mediaType);

        Assert.Equal(2, (await image.CatalogueAsync()).Bom.Components.Count);
    }

    [Fact]
    public async Task Gzip_in_several_members_is_one_layer()
    {
        byte[] stored = [.. ImageBuilder.Pack(Base[..700]), .. ImageBuilder.Pack(Base[700..])];
        using var image = new ImageBuilder().Layer(Base, stored, ImageBuilder.Gzip);

        Assert.Equal(2, (await image.CatalogueAsync()).Bom.Components.Count);
    }

    [Theory]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip+encrypted", "is encrypted")]
    [InlineData("application/vnd.wasm.content.layer.v1+wasm", "is no layer of files")]
    public async Task A_layer_that_is_none_of_files_is_said(string mediaType, string problem)
    {
        using var image = new ImageBuilder().Layer(Base, mediaType);

        var catalogued = await image.CatalogueAsync();

        Assert.Contains(problem, Assert.Single(catalogued.Unreadable("layer")), StringComparison.Ordinal);
        Assert.Equal("incomplete", catalogued.Bom.Completeness);
    }

    [Fact]
    public async Task A_foreign_layer_without_content_is_said()
    {
        using var image = new ImageBuilder().Layer(Base, "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip").Layer((StatusFile, Status(("c", "1"))));
        var manifest = await image.BuildAsync();
        File.Delete(Path.Combine(image.Folder, "blobs", "sha256", manifest.Layers[0].Digest.Hex));

        var catalogued = await ImageCatalog.ReadAsync(new OciLayout(image.Folder), ImageBuilder.Repository, manifest, CatalogLimits.Default, CancellationToken.None);

        Assert.Contains("not kept with the image", Assert.Single(catalogued.Unreadable("layer")), StringComparison.Ordinal);
        Assert.Single(catalogued.Bom.Components);
    }

    [Fact]
    public async Task A_layer_that_is_not_what_the_configuration_says_is_refused()
    {
        using var image = new ImageBuilder { ChangeDiffIds = _ => [Digest.Sha256([1]).Text] }.Layer(Base);

        var e = await Assert.ThrowsAsync<DigestMismatchException>(() => image.CatalogueAsync());

        Assert.Equal(Digest.Sha256(Base), e.Actual);
    }

    [Fact]
    public async Task A_changed_layer_is_refused_also_when_it_cannot_be_uncompressed()
    {
        using var image = new ImageBuilder().Layer(Base);
        var manifest = await image.BuildAsync();
        var file = Path.Combine(image.Folder, "blobs", "sha256", manifest.Layers[0].Digest.Hex);
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[20] ^= 0xff;
        await File.WriteAllBytesAsync(file, bytes);

        await Assert.ThrowsAsync<DigestMismatchException>(() =>
            ImageCatalog.ReadAsync(new OciLayout(image.Folder), ImageBuilder.Repository, manifest, CatalogLimits.Default, CancellationToken.None));
    }

    [Fact]
    public async Task An_artifact_is_no_image()
    {
        using var image = new ImageBuilder { ChangeDiffIds = _ => [1, 2] }.Layer(Base);

        var e = await Assert.ThrowsAsync<EvidenceException>(() => image.CatalogueAsync());

        Assert.Contains("is no image", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_and_their_digests_must_be_as_many()
    {
        using var image = new ImageBuilder { ChangeDiffIds = ids => [ids[0]!.DeepClone(), ids[0]!.DeepClone()] }.Layer(Base);

        Assert.Contains("has 1 layers, its configuration names 2", (await Assert.ThrowsAsync<EvidenceException>(() => image.CatalogueAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bill_says_which_image_it_is_about()
    {
        using var image = new ImageBuilder().Layer(Base);
        var manifest = await image.BuildAsync();

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(manifest.Digest, catalogued.Manifest);
        Assert.Equal(manifest.Config!.Digest, catalogued.Config);
        Assert.Equal([manifest.Digest], catalogued.Bom.SubjectDigests);
        Assert.Equal("linux/amd64", catalogued.Platform);
        Assert.Equal($"pkg:oci/app@{manifest.Digest}?arch=amd64".Replace("@sha256:", "@sha256:", StringComparison.Ordinal), catalogued.Bom.Subject!.Package.Purl);
        Assert.Equal(catalogued.Bom.Components.Select(c => c.Reference), Assert.Single(catalogued.Bom.Dependencies).DependsOn);
    }

    [Fact]
    public async Task Every_ecosystem_that_is_looked_for_is_listed()
    {
        using var image = new ImageBuilder().Layer(("etc/passwd", "root"));

        Assert.Equal(["apk", "cargo", "deb", "golang", "maven", "npm", "nuget", "pypi", "rpm"], (await image.CatalogueAsync()).Coverage.Select(c => c.Ecosystem));
    }

    [Theory]
    [InlineData("ID=fedora\nVERSION_ID=41\n", "rpm", "has no list")]
    [InlineData("ID=rocky\nVERSION_ID=9.3\nID_LIKE=\"rhel centos fedora\"\n", "rpm", "has no list")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "deb", "has no list")]
    [InlineData("ID=arch\n", "arch", "are not listed")]
    [InlineData("NAME=x\n", "os", "has no ID")]
    public async Task A_distribution_whose_packages_cannot_be_listed_is_said(string release, string ecosystem, string problem)
    {
        using var image = new ImageBuilder().Layer(("etc/os-release", release));

        Assert.Contains(problem, Assert.Single((await image.CatalogueAsync()).Unreadable(ecosystem)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Windows_is_said_not_to_be_listed()
    {
        using var image = new ImageBuilder { Os = "windows" }.Layer(("Files/License.txt", "x"));

        Assert.Single((await image.CatalogueAsync()).Unreadable("windows"));
    }

    private static (string Path, string Content) Entry(string text)
    {
        var words = text.Split(' ');
        return words[0] switch
        {
            "x" => (words[1], "x"),
            "l" => (words[1], "->" + words[2]),
            "h" => (words[1], "=>" + words[2]),
            "s" => (words[1], Status((words[2], words[3]))),
            _ => (StatusFile, Status((words[0][1..], words[1]))),
        };
    }
}
