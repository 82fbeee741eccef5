using System.Text.RegularExpressions;
using System.Xml.Linq;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Tests.Architecture;

public sealed class DependencyTests
{
    private static readonly string[] Slices =
        ["DigestPin", "ScanGate", "Sign", "Verify", "Promote", "Rollback", "CanaryVerify", "Render", "Drift", "Report", "Demo"];

    // Which product project may use which, directly.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["PipelineKit.Oci"] = [],
        ["PipelineKit.Templating"] = [],
        ["PipelineKit.Sigstore"] = ["PipelineKit.Oci"],
        ["PipelineKit.Evidence"] = ["PipelineKit.Oci"],
        ["PipelineKit.Canary"] = ["PipelineKit.Oci"],
        ["PipelineKit"] = ["PipelineKit.Canary", "PipelineKit.Evidence", "PipelineKit.Oci", "PipelineKit.Sigstore", "PipelineKit.Templating"],
        ["PipelineKit.Cli"] = ["PipelineKit"],
    };

    private static readonly Regex HostVariable = new(
        @"""[^""]*\b(GITHUB_|INPUT_|TF_BUILD|SYSTEM_|RUNNER_|BUILD_|AGENT_|ENDPOINT_|ACTIONS_)", RegexOptions.NonBacktracking);

    [Fact]
    public void Projects_depend_on_each_other_only_as_designed()
    {
        var found = Projects("src").ToDictionary(p => p.Name, p => p.Projects, StringComparer.Ordinal);

        Assert.NotEmpty(found);
        Assert.All(found, project => Assert.Empty(project.Value.Except(Allowed[project.Key], StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("PipelineKit.Oci")]
    [InlineData("PipelineKit.Templating")]
    [InlineData("PipelineKit.Evidence")]
    [InlineData("PipelineKit.Canary")]
    public void A_library_of_the_base_class_library_alone_has_no_package(string project) =>
        Assert.Empty(Projects("src").Single(p => p.Name == project).Packages);

    [Fact]
    public void The_kernel_never_uses_a_command()
    {
        var kernel = SourceFile.Below("src/PipelineKit").Where(f => SliceOf(f) is null).ToArray();

        Assert.NotEmpty(kernel);
        Assert.Empty(kernel.SelectMany(file => Slices.Where(slice => Mentions(file, slice)).Select(slice => $"{file.Path} uses {slice}")));
    }

    [Fact]
    public void A_command_never_uses_another()
    {
        var slices = SourceFile.Below("src/PipelineKit").Where(f => SliceOf(f) is not null).ToArray();

        Assert.NotEmpty(slices);
        Assert.Empty(slices.SelectMany(file =>
            Slices.Where(slice => slice != SliceOf(file) && Mentions(file, slice)).Select(slice => $"{file.Path} uses {slice}")));
    }

    [Fact]
    public void Only_the_hosts_and_the_command_line_know_variables_of_a_CI_system()
    {
        var others = SourceFile.Below("src").Where(f =>
            !f.Path.StartsWith("src/PipelineKit/Ci/", StringComparison.Ordinal) && !f.Path.StartsWith("src/PipelineKit.Cli/", StringComparison.Ordinal));

        Assert.Empty(others.SelectMany(file => file.Code.Where(line => HostVariable.IsMatch(line)).Select(line => $"{file.Path}: {line}")));
    }

    [Fact]
    public void The_search_for_variables_of_a_CI_system_finds_them()
    {
        var hosts = SourceFile.Below("src/PipelineKit/Ci").SelectMany(file => file.Code);

        Assert.Contains(hosts, line => HostVariable.IsMatch(line));
    }

    private static bool Mentions(SourceFile file, string slice) =>
        file.Code.Any(line => Regex.IsMatch(line, $@"\bPipelineKit\.{slice}\b(?!\.Tests)", RegexOptions.None, TimeSpan.FromSeconds(5)));

    private static string? SliceOf(SourceFile file) => Slices.FirstOrDefault(slice => file.Path.StartsWith($"src/PipelineKit/{slice}/", StringComparison.Ordinal));

    private static IEnumerable<(string Name, string[] Projects, string[] Packages)> Projects(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Peer.RepositoryRoot, folder), "*.csproj", SearchOption.AllDirectories).Select(file =>
        {
            var items = XDocument.Load(file).Descendants().ToArray();
            var projects = items.Where(i => i.Name.LocalName == "ProjectReference").Select(i => Path.GetFileNameWithoutExtension(i.Attribute("Include")!.Value));
            var packages = items.Where(i => i.Name.LocalName == "PackageReference").Select(i => i.Attribute("Include")!.Value);
            return (Path.GetFileNameWithoutExtension(file), projects.ToArray(), packages.ToArray());
        });
}
