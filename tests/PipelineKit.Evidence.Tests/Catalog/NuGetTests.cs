using System.Text;
using Xunit;

namespace PipelineKit.Evidence.Tests.Catalog;

public sealed class NuGetTests
{
    private const string Script = """
        const j = JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8').replace(/^\uFEFF/, ''));
        const t = j.targets[j.runtimeTarget.name];
        for (const [k, v] of Object.entries(j.libraries)) {
          const a = t[k] || {runtime: {}};
          if (['package', 'runtimepack'].includes(v.type) && (a.runtime || a.native || a.resources || a.runtimeTargets)) console.log(k.replace('runtimepack.', ''));
        }
        """;

    private static readonly byte[] Sample = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/linux-x64", "signature": "" },
          "targets": { ".NETCoreApp,Version=v10.0": {}, ".NETCoreApp,Version=v10.0/linux-x64": {
            "App/1.0.0": { "dependencies": { "Serilog": "4.0.0" }, "runtime": { "App.dll": {} } },
            "Serilog/4.0.0": { "runtime": { "lib/net8.0/Serilog.dll": {} } },
            "Analyzer/1.0.0": {},
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.12": { "runtime": { "System.dll": {} } } } },
          "libraries": {
            "App/1.0.0": { "type": "project" },
            "Serilog/4.0.0": { "type": "package", "sha512": "sha512-AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==" },
            "Analyzer/1.0.0": { "type": "package" },
            "runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/10.0.12": { "type": "runtimepack" } }
        }
        """u8.ToArray();

    [Fact]
    public async Task A_program_is_made_of_the_packages_whose_files_it_uses_and_its_runtime()
    {
        using var image = new ImageBuilder().Layer(("app/App.deps.json", Sample));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.0.12", "pkg:nuget/Serilog@4.0.0"], catalogued.Purls());
        Assert.Equal("SHA-512", Assert.Single(catalogued.Component("Serilog").Hashes).Algorithm);
        Assert.StartsWith("000102", catalogued.Component("Serilog").Hashes[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_package_of_two_programs_is_one_component_with_two_paths()
    {
        using var image = new ImageBuilder().Layer(("a/A.deps.json", Sample)).Layer(("b/B.deps.json", Sample));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(["a/A.deps.json", "b/B.deps.json"], catalogued.Component("Serilog").Paths);
        Assert.Equal(catalogued.DiffIds[0].Text, catalogued.Component("Serilog").Layer);
        Assert.Equal(2, catalogued.Coverage.Single(c => c.Ecosystem == "nuget").Packages);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("{}", "no `libraries`")]
    [InlineData("[]", "no `libraries`")]
    [InlineData("""{"libraries":{"A":{"type":"package"}}}""", "has no version")]
    [InlineData("""{"libraries":{"A/1":{"type":"package"}, "A/1":{"type":"package"}}}""", "A/1")]
    public async Task A_damaged_list_is_said_to_be_unreadable(string content, string problem)
    {
        using var image = new ImageBuilder().Layer(("app/App.deps.json", content));

        Assert.Contains(problem, Assert.Single((await image.CatalogueAsync()).Unreadable("nuget")), StringComparison.Ordinal);
    }

    public static TheoryData<string> Real { get; } = [.. Directory.EnumerateFiles(AppContext.BaseDirectory, "*.deps.json"), .. Frameworks()];

    [SkippableTheory]
    [MemberData(nameof(Real))]
    public async Task What_the_SDK_wrote_is_read_as_another_program_reads_it(string file)
    {
        var expected = await CatalogPeer.NodeAsync(Script, file);

        var packages = NuGetDependencies.Read(await File.ReadAllBytesAsync(file));

        Assert.Equal(expected, packages.Select(p => $"{p.Name}/{p.Version}").Order(StringComparer.Ordinal));
        Assert.NotEmpty(packages);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public async Task A_program_in_a_single_file_has_its_list_inside(int version)
    {
        using var image = new ImageBuilder().Layer(("app/App", Bundle(version)));

        var catalogued = await image.CatalogueAsync();

        Assert.Equal(2, catalogued.Bom.Components.Count);
        Assert.Equal(["app/App"], catalogued.Component("Serilog").Paths);
    }

    [Fact]
    public async Task A_program_in_a_single_file_without_its_list_is_said_to_be_unreadable()
    {
        var bundle = Bundle(6);
        bundle.AsSpan(bundle.Length - 24 - 16, 16).Clear();
        using var image = new ImageBuilder().Layer(("app/App", bundle));

        Assert.Single((await image.CatalogueAsync()).Unreadable("nuget"));
    }

    // As the host of .NET writes it: launcher with a pointer and a signature, list, header.
    private static byte[] Bundle(int version)
    {
        var output = new MemoryStream();
        using var writer = new BinaryWriter(output, Encoding.UTF8);
        writer.Write("\u007fELF"u8);
        writer.Write(new byte[4000]);
        writer.Write((long)(output.Position + 8 + 32 + Sample.Length));
        writer.Write(System.Security.Cryptography.SHA256.HashData(".net core bundle\n"u8));
        var start = output.Position;
        writer.Write(Sample);
        writer.Write(version);
        writer.Write(0);
        writer.Write(0);
        writer.Write("abcdefghijkl");
        writer.Write(start);
        writer.Write((long)Sample.Length);
        writer.Write(new byte[24]);
        return output.ToArray();
    }

    private static string[] Frameworks()
    {
        var shared = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", ".."));
        return Directory.GetFiles(shared, "*.deps.json", SearchOption.AllDirectories);
    }
}
