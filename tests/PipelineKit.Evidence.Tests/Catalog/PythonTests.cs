using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class PythonTests
{
    private const string Script = """
        import importlib.metadata, sys
        for d in importlib.metadata.distributions(path=[sys.argv[1]]):
            print(d.metadata['Name'], d.metadata['Version'], sep='==')
        """;

    [Theory]
    [InlineData("usr/lib/python3/dist-packages/PyYAML-6.0.dist-info/METADATA")]
    [InlineData("usr/lib/python3/dist-packages/PyYAML-6.0.egg-info/PKG-INFO")]
    [InlineData("usr/lib/python3/dist-packages/PyYAML-6.0.egg-info")]
    [InlineData("opt/PyYAML-6.0.egg/EGG-INFO/PKG-INFO")]
    public async Task An_installed_distribution_is_listed_under_its_normal_name(string path)
    {
        using var image = new ImageBuilder().Layer((path, "Metadata-Version: 2.1\nName: PyYAML\nVersion: 6.0\nClassifier: License :: OSI Approved :: MIT License\nClassifier: X\n\nName: not this\n"));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["pkg:pypi/pyyaml@6.0"], catalogued.Purls());
        Assert.Equal("MIT License", Assert.Single(catalogued.Bom.Components[0].Licenses).Text);
    }

    [Theory]
    [InlineData("License-Expression: MIT AND Apache-2.0\nLicense: x\n", "MIT AND Apache-2.0", true)]
    [InlineData("License: BSD-3-Clause\n", "BSD-3-Clause", true)]
    [InlineData("License: BSD\n", "BSD", false)]
    [InlineData("License: UNKNOWN\nClassifier: License :: OSI Approved :: BSD License\n", "BSD License", false)]
    public async Task Licences_are_taken_from_the_field_that_says_most(string fields, string license, bool isExpression)
    {
        using var image = new ImageBuilder().Layer(("x/a-1.dist-info/METADATA", "Name: a\nVersion: 1\n" + fields));

        Assert.Equal([new BomLicense(license, isExpression)], (await image.CatalogueAsync()).Bom.Components[0].Licenses);
    }

    [Fact]
    public async Task A_description_without_name_or_version_is_said_to_be_unreadable()
    {
        using var image = new ImageBuilder().Layer(("x/a-1.dist-info/METADATA", "Name: a\n"), ("x/b-1.dist-info/METADATA", ""));

        Assert.Equal(2, (await image.CatalogueAsync()).Unreadable("pypi").Count);
    }

    [SkippableTheory]
    [InlineData("/usr/lib/python3/dist-packages")]
    public async Task What_pip_installed_is_what_Python_lists(string folder)
    {
        Peer.Need(Directory.Exists(folder), $"{folder} is not here; run eng/provision");
        var expected = await CatalogPeer.PythonAsync(Script, folder);
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => FileKinds.Of(f) == FileKind.Python && Path.GetRelativePath(folder, f).Count(c => c == '/') <= 1);
        using var image = new ImageBuilder().Layer([.. files.Select(f => (f[1..], File.ReadAllBytes(f)))]);

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(
            expected.Select(Normal).Distinct().Order(StringComparer.Ordinal),
            catalogued.Bom.Components.Select(c => $"{c.Package.Name}=={c.Package.Version}").Order(StringComparer.Ordinal));
    }

    private static string Normal(string line)
    {
        var parts = line.Split("==");
        return $"{parts[0].ToLowerInvariant().Replace('_', '-').Replace('.', '-')}=={parts[1]}";
    }
}
