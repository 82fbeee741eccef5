using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Evidence.Tests.Versions;

/// <summary>The order of versions beside the programs that own it.</summary>
public sealed class VersionPeerTests
{
    [SkippableFact]
    public async Task Debian_versions_are_ordered_as_dpkg_orders_them()
    {
        var dpkg = Peer.Program("dpkg");
        var pairs = VersionSamples.Pairs(VersionSamples.Debian, 250);
        var answers = new int?[pairs.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, pairs.Count), async (i, _) =>
        {
            var (left, right) = pairs[i];
            var later = await new Child(dpkg, "--compare-versions", left, "gt", right).RunAsync();
            var earlier = await new Child(dpkg, "--compare-versions", left, "lt", right).RunAsync();
            answers[i] = later.ExitCode == 0 ? 1 : earlier.ExitCode == 0 ? -1 : 0;
        });
        Compare(VersionScheme.Debian, pairs, answers);
    }

    [SkippableFact]
    public async Task Semantic_versions_are_ordered_as_npm_orders_them()
    {
        var pairs = VersionSamples.Pairs(VersionSamples.Semantic, 2000);
        Compare(VersionScheme.Semantic, pairs, await RulesPeer.AskAsync<int?>("semver", "semver", [.. pairs.Select(p => new[] { p.Left, p.Right })]));
    }

    [SkippableFact]
    public async Task Python_versions_are_ordered_as_pip_orders_them()
    {
        const string script = """
            import json, sys
            try:
                from packaging.version import Version
            except ImportError:
                from pip._vendor.packaging.version import Version
            pairs = [(Version(l), Version(r)) for l, r in json.load(open(sys.argv[1]))]
            print(json.dumps([(l > r) - (l < r) for l, r in pairs]))
            """;
        using var folder = new TempFolder();
        var pairs = VersionSamples.Pairs(VersionSamples.Python, 2000);
        var file = folder.Write("pairs.json", JsonSerializer.SerializeToUtf8Bytes(pairs.Select(p => new[] { p.Left, p.Right })));
        var result = await new Child(Peer.Program("python3"), "-c", script, file).RunAsync();
        Skip.If(result.Errors.Contains("ModuleNotFoundError", StringComparison.Ordinal), "neither `packaging` nor pip is installed for python3");
        Compare(VersionScheme.Python, pairs, JsonSerializer.Deserialize<int?[]>(result.Expect(0).Output)!);
    }

    [SkippableFact]
    public async Task Maven_versions_are_ordered_as_Maven_orders_them()
    {
        const string jars = "/usr/share/java/";
        Skip.IfNot(File.Exists(jars + "maven3-artifact.jar") && File.Exists("/usr/bin/java"), "Maven 3 is not installed from its Debian package");
        var versions = VersionSamples.Of(VersionSamples.Maven, 1500);
        var result = (await new Child(
            "/usr/bin/java",
            ["-cp", jars + "maven3-artifact.jar:" + jars + "commons-lang3.jar:" + jars + "plexus-utils.jar", "org.apache.maven.artifact.versioning.ComparableVersion", .. versions]).RunAsync()).Expect(0);

        // Between two versions it prints `   LEFT < RIGHT`.
        var answers = result.Output.Split('\n').Where(l => l.StartsWith("   ", StringComparison.Ordinal)).Select(l => l.Trim().Split(' ')[1] switch { "<" => -1, ">" => 1, _ => (int?)0 }).ToArray();
        Compare(VersionScheme.Maven, [.. versions.Zip(versions.Skip(1))], answers);
    }

    [SkippableFact]
    public void NuGet_versions_are_ordered_as_the_SDK_orders_them()
    {
        var sdk = Path.Combine(Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")), "sdk");
        var file = !Directory.Exists(sdk) ? null : Directory.EnumerateFiles(sdk, "NuGet.Versioning.dll", SearchOption.AllDirectories)
            .FirstOrDefault(f => !f.Contains("net4", StringComparison.Ordinal));
        Skip.If(file is null, "this SDK has no NuGet.Versioning");
        var parse = Assembly.LoadFrom(file!).GetType("NuGet.Versioning.NuGetVersion")!.GetMethod("Parse", [typeof(string)])!;
        var pairs = VersionSamples.Pairs(VersionSamples.NuGet, 2000);
        var answers = pairs.Select(p => (int?)((IComparable)parse.Invoke(null, [p.Left])!).CompareTo(parse.Invoke(null, [p.Right]))).ToArray();
        Compare(VersionScheme.NuGet, pairs, answers);
    }

    private static void Compare(VersionScheme scheme, List<(string Left, string Right)> pairs, int?[] answers)
    {
        Assert.Equal(pairs.Count, answers.Length);
        var wrong = pairs.Zip(answers).Where(p => Sign(VersionOrder.Compare(scheme, p.First.Left, p.First.Right)) != Sign(p.Second))
            .Select(p => $"{p.First.Left} <=> {p.First.Right}: {p.Second} there, {VersionOrder.Compare(scheme, p.First.Left, p.First.Right)} here").ToList();
        Assert.Empty(wrong);
    }

    private static int? Sign(int? order) => order is null ? null : Math.Sign(order.Value);
}
