using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class NpmTests
{
    private const string Module = """{"name":"left-pad","version":"1.3.0","license":"WTFPL"}""";

    [Fact]
    public async Task Installed_packages_are_those_directly_below_node_modules()
    {
        using var image = new ImageBuilder().Layer(
            ("app/package.json", """{"name":"app","version":"1.0.0"}"""),
            ("app/node_modules/left-pad/package.json", Module),
            ("app/node_modules/left-pad/test/package.json", """{"name":"test-data","version":"9.9.9"}"""),
            ("app/node_modules/left-pad/esm/package.json", """{"type":"module"}"""),
            ("app/node_modules/@types/node/package.json", """{"name":"@types/node","version":"20.1.0","license":{"type":"MIT"}}"""),
            ("app/node_modules/@types/node/node_modules/old/package.json", """{"name":"old","version":"0.1.0","licenses":[{"type":"BSD"},{"type":"MIT"}]}"""),
            ("app/node_modules/.cache/package.json", """{"name":"cache","version":"1.0.0"}"""));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["pkg:npm/%40types/node@20.1.0", "pkg:npm/left-pad@1.3.0", "pkg:npm/old@0.1.0"], catalogued.Purls());
        Assert.Equal([new BomLicense("WTFPL", true)], catalogued.Component("left-pad").Licenses);
        Assert.Equal([new BomLicense("MIT", true)], catalogued.Component("@types/node").Licenses);
        Assert.Equal(["BSD", "MIT"], catalogued.Component("old").Licenses.Select(l => l.Text));
    }

    [Theory]
    [InlineData("""{"lockfileVersion":3,"packages":{"":{"name":"app"},"node_modules/left-pad":{"version":"1.3.0"},"node_modules/x":{"version":"2.0.0","dev":true},"node_modules/a/node_modules/@s/b":{"version":"3.0.0"}}}""")]
    [InlineData("""{"lockfileVersion":1,"dependencies":{"left-pad":{"version":"1.3.0"},"x":{"version":"2.0.0","dev":true},"a":{"dependencies":{"@s/b":{"version":"3.0.0"}}}}}""")]
    public async Task A_lock_file_counts_where_nothing_is_installed(string content)
    {
        using var image = new ImageBuilder().Layer(("app/package-lock.json", content));
        using var inside = new ImageBuilder().Layer(("app/node_modules/other/package-lock.json", content));
        using var installed = new ImageBuilder().Layer(("app/package-lock.json", content), ("app/node_modules/other/package.json", """{"name":"other","version":"1.0.0"}"""));

        Assert.Equal(["pkg:npm/%40s/b@3.0.0", "pkg:npm/left-pad@1.3.0"], (await image.CatalogueAsync()).Purls());
        Assert.Empty((await inside.CatalogueAsync()).Purls());
        Assert.Equal(["pkg:npm/other@1.0.0"], (await installed.CatalogueAsync()).Purls());
    }

    [Theory]
    [InlineData("""{"name":"left-pad","version":""")]
    [InlineData("""{"name":"left-pad","name":"right-pad","version":"1.0.0"}""")]
    [InlineData("""{"name":"\ud800","version":"1.0.0"}""")]
    public async Task A_damaged_package_is_said_to_be_unreadable(string content)
    {
        using var image = new ImageBuilder().Layer(("app/node_modules/left-pad/package.json", content));

        Assert.Single((await image.CatalogueAsync()).Unreadable("npm"));
    }

    [Fact]
    public async Task A_package_that_names_its_author_twice_is_a_package()
    {
        using var image = new ImageBuilder().Layer(("app/node_modules/left-pad/package.json", """{"name":"left-pad","author":"a","version":"1.3.0","author":"b"}"""));

        Assert.Equal(["pkg:npm/left-pad@1.3.0"], (await image.CatalogueAsync()).Purls());
    }

    [SkippableFact]
    public async Task What_npm_installed_is_what_npm_lists()
    {
        var peers = Path.GetDirectoryName(Path.GetDirectoryName(Peer.NodeModule(".package-lock.json")))!;
        var npm = new Child(Peer.Program("npm"), "ls", "--all", "--parseable", "--long", "--prefix", peers) { Environment = Child.InheritedEnvironment(), WorkingDirectory = peers };
        var listed = (await npm.RunAsync()).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Name).Distinct(StringComparer.Ordinal);
        var modules = Path.Combine(peers, "node_modules");
        var files = Directory.EnumerateFiles(modules, "package.json", SearchOption.AllDirectories);
        using var image = new ImageBuilder().Layer([.. files.Select(f => ("app/node_modules/" + Path.GetRelativePath(modules, f), File.ReadAllBytes(f)))]);

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(listed.Order(StringComparer.Ordinal), catalogued.Bom.Components.Select(c => $"{c.Package.Name}@{c.Package.Version}").Order(StringComparer.Ordinal));
        Assert.Empty(catalogued.Unreadable("npm"));
    }

    // PATH:NAME@VERSION, or PATH:OTHER@npm:NAME@VERSION for what is installed under another name.
    private static string Name(string line) => line[((line.Contains("@npm:", StringComparison.Ordinal) ? line.LastIndexOf(':') : line.IndexOf(':', StringComparison.Ordinal)) + 1)..];
}
